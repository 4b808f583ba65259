/** A Prometheus histogram. */
export class Histogram {
  private readonly counts: number[];
  private sum = 0;
  private n = 0;

  /** @param bounds upper bounds of the buckets, ascending, without +Inf */
  constructor(private readonly bounds: readonly number[]) {
    this.counts = bounds.map(() => 0);
  }

  observe(value: number): void {
    this.sum += value;
    this.n++;
    const i = this.bounds.findIndex((bound) => value <= bound);
    if (i !== -1) this.counts[i]!++;
  }

  /** Lines of the page. @param labels `name="value"` pairs, joined */
  lines(name: string, labels: string): string[] {
    let below = 0;
    const buckets = this.bounds.map((bound, i) => {
      below += this.counts[i]!;
      return `${name}_bucket{${labels},le="${bound}"} ${below}`;
    });
    return [
      ...buckets,
      `${name}_bucket{${labels},le="+Inf"} ${this.n}`,
      `${name}_count{${labels}} ${this.n}`,
      `${name}_sum{${labels}} ${this.sum}`
    ];
  }
}
