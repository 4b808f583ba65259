/** Which requests end after which step. Preempted ones stay listed under their old step: whoever takes a list must look again. */
export class Ends {
  readonly #requests = new Map<number, number[]>();
  /** Descending: the next end is last. */
  readonly #steps: number[] = [];

  add(step: number, request: number): void {
    const known = this.#requests.get(step);
    if (known !== undefined) {
      known.push(request);
      return;
    }
    this.#requests.set(step, [request]);
    let i = this.#steps.length;
    while (i > 0 && (this.#steps[i - 1] as number) < step) i -= 1;
    this.#steps.splice(i, 0, step);
  }

  /** Requests listed under a step, which are forgotten. */
  take(step: number): readonly number[] {
    const requests = this.#requests.get(step) ?? [];
    this.#requests.delete(step);
    return requests;
  }

  /** The first step after `step` under which something is listed. */
  next(step: number): number {
    for (;;) {
      const next = this.#steps[this.#steps.length - 1];
      if (next === undefined) throw new Error("decoding requests without an end");
      if (this.#requests.has(next) && next > step) return next;
      this.#steps.pop();
    }
  }
}
