/** Times of the API server's way in, ms. */
export interface HostTimes {
  /** Does not queue. */
  readonly latencyMs: number;
  /** Queues, a request. */
  readonly requestMs: number;
  /** Queues, a prompt token. */
  readonly tokenMs: number;
  /** Sending out one chunk of an answer, which takes the same process's time. */
  readonly chunkMs: number;
}

const largestBatch = 32; // vLLM's micro-batching tokenizer
const mostStreaming = 0.9; // beyond this, chunks are merged instead

/**
 * The API server between client and engine. One process tokenizes: it takes whatever has come while it was busy, up to 32 prompts, and
 * hands the batch over when all are done. What it sends out meanwhile waits too, so a first token is seen late behind a burst; and
 * streaming many answers leaves it less time for prompts. Each batch takes an exponential multiple of its mean time: without this
 * jitter, streams that start together stay in step or fall out of step by the last digit of a parameter, and no real run does that.
 */
export class Host {
  readonly #times: HostTimes;
  readonly #arrivalMs: ArrayLike<number>;
  readonly #inputTokens: ArrayLike<number>;
  readonly #queue: number[] = [];
  #head = 0;
  #freeMs = 0;
  #slowdown = 1;
  readonly #next: () => number;
  readonly #ready: {request: number; atMs: number}[] = [];
  #readyHead = 0;

  constructor(times: HostTimes, arrivalMs: ArrayLike<number>, inputTokens: ArrayLike<number>, next: () => number) {
    this.#times = times;
    this.#next = next;
    this.#arrivalMs = arrivalMs;
    this.#inputTokens = inputTokens;
  }

  /** A request's arrival is now known; arrivals must be told in order. */
  add(request: number): void {
    this.#queue.push(request);
  }

  /** `chunks` answers now get a chunk every `stepMs`: the share of its time that this takes slows the way in. */
  stream(chunks: number, stepMs: number): void {
    this.#slowdown = 1 / (1 - Math.min(mostStreaming, (chunks * this.#times.chunkMs) / stepMs));
  }

  /** Starts every batch that begins up to `nowMs`. */
  advance(nowMs: number): void {
    while (this.#head < this.#queue.length) {
      const startMs = this.#nextStartMs();
      if (startMs > nowMs) return;
      const from = this.#head;
      let busyMs = 0;
      while (this.#head < this.#queue.length && this.#head - from < largestBatch) {
        const request = this.#queue[this.#head] as number;
        if ((this.#arrivalMs[request] as number) > startMs) break;
        busyMs += this.#times.requestMs + this.#times.tokenMs * (this.#inputTokens[request] as number);
        this.#head += 1;
      }
      this.#freeMs = startMs + busyMs * this.#slowdown * -Math.log(1 - this.#next());
      const atMs = this.#freeMs + this.#times.latencyMs * this.#slowdown;
      for (let i = from; i < this.#head; i += 1) this.#ready.push({request: this.#queue[i] as number, atMs});
    }
  }

  /** The next request that the engine may see at `nowMs`, or -1. */
  take(nowMs: number): number {
    const first = this.#ready[this.#readyHead];
    if (first === undefined || first.atMs > nowMs) return -1;
    this.#readyHead += 1;
    return first.request;
  }

  /** When something may change for the engine next, ms: a request is handed over or a batch begins. Infinity when nothing is under way. */
  nextMs(): number {
    const ready = this.#ready[this.#readyHead]?.atMs ?? Infinity;
    return this.#head < this.#queue.length ? Math.min(ready, this.#nextStartMs()) : ready;
  }

  /** When the client sees what the engine gave out at `atMs`. */
  seenMs(atMs: number): number {
    return Math.max(atMs, this.#freeMs);
  }

  #nextStartMs(): number {
    return Math.max(this.#freeMs, this.#arrivalMs[this.#queue[this.#head] as number] as number);
  }
}
