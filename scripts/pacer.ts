interface Entry {
  readonly at: number;
  readonly run: () => void;
}

/** Timers are good to about a millisecond: nearer deadlines are slept to in naps. */
const napBelowMs = 1.5;
/** Naps are at most and at least so long: sockets wait for the one, deadlines of many streams share the other. */
const longestNapMs = 0.5;
const shortestNapMs = 0.15;
/** What the kernel adds to a nap. */
const wakeMs = 0.06;

const never = new Int32Array(new SharedArrayBuffer(4));

/**
 * Runs functions at absolute instants of `performance.now()`, so lateness never adds up. Sleeps by setTimeout to just
 * before the next deadline and in naps of a fraction of a millisecond for the rest, with a turn of the event loop
 * between them; it does not spin, as that would take a core from whoever is measured against it. A process whose
 * sockets must be read at once polls instead of napping.
 */
export class Pacer {
  private readonly heap: Entry[] = [];
  private timer: NodeJS.Timeout | null = null;
  private polling = false;

  constructor(private readonly mayNap: boolean) {}

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
    if (wait > napBelowMs) {
      this.timer = setTimeout(() => this.schedule(), Math.max(1, Math.floor(wait - 1)));
    } else {
      this.polling = true;
      setImmediate(() => this.poll());
    }
  }

  private poll(): void {
    this.polling = false;
    const wait = (this.heap[0]?.at ?? 0) - performance.now() - wakeMs;
    if (this.mayNap && wait > 0) Atomics.wait(never, 0, 0, Math.min(longestNapMs, Math.max(shortestNapMs, wait)));
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
