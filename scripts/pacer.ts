interface Entry {
  readonly at: number;
  readonly run: () => void;
}

/** Below this many ms to the next deadline the pacer polls instead of sleeping: timers are good to about a millisecond. */
const spinMs = 1.5;

/**
 * Runs functions at absolute instants of `performance.now()`, so lateness never adds up. Sleeps by setTimeout to just
 * before the next deadline and polls the event loop for the rest, which leaves sockets served meanwhile.
 */
export class Pacer {
  private readonly heap: Entry[] = [];
  private timer: NodeJS.Timeout | null = null;
  private polling = false;

  /** Runs `run` at the instant `at`, ms of performance.now(); at once when it is past. */
  at(at: number, run: () => void): void {
    push(this.heap, {at, run});
    if (this.heap[0]?.at === at && !this.polling) this.schedule();
  }

  stop(): void {
    this.heap.length = 0;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private schedule(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const next = this.heap[0];
    if (next === undefined) return;
    const wait = next.at - performance.now();
    if (wait > spinMs) {
      this.timer = setTimeout(() => this.schedule(), Math.max(1, Math.floor(wait - 1)));
    } else {
      this.polling = true;
      setImmediate(() => this.poll());
    }
  }

  private poll(): void {
    this.polling = false;
    let next: Entry | undefined;
    while ((next = this.heap[0]) !== undefined && next.at <= performance.now()) {
      pop(this.heap);
      next.run();
    }
    if (!this.polling) this.schedule();
  }
}

function push(heap: Entry[], entry: Entry): void {
  let i = heap.push(entry) - 1;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const above = heap[parent]!;
    if (above.at <= entry.at) break;
    heap[i] = above;
    heap[parent] = entry;
    i = parent;
  }
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1]!.at < heap[child]!.at) child++;
    const below = heap[child]!;
    if (below.at >= last.at) break;
    heap[i] = below;
    i = child;
  }
  heap[i] = last;
}
