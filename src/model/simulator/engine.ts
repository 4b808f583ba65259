import {Ends} from "./ends.js";
import type {Host} from "./host.js";
import type {KvPool} from "./kv-pool.js";
import {stepBytes, type Power} from "./power.js";
import type {PrefixCache} from "./prefix-cache.js";
import {stepTimeMs, type StepCost} from "./step-time.js";
import {stepsUntil} from "./steps-until.js";

/** Requests by index; the engine fills in the results. */
export interface Requests {
  readonly input: Int32Array;
  readonly output: Int32Array;
  readonly arrivalMs: Float64Array;
  readonly firstMs: Float64Array;
  readonly endMs: Float64Array;
}

export interface EngineParts {
  readonly requests: Requests;
  readonly cost: StepCost;
  readonly host: Host;
  readonly pool: KvPool;
  readonly power: Power;
  readonly prefixes: PrefixCache | null;
  readonly maxNumBatchedTokens: number;
  readonly maxNumSeqs: number;
  /** Tokens back that attention sees; Infinity when all. */
  readonly window: number;
  /** Told when the client has a request's last token; a closed loop adds the next request to the host here. */
  readonly onDone: (request: number) => void;
}

/**
 * One vLLM V1 engine: a loop of steps under a token budget. Running requests go first, one token each; a prompt under way takes what
 * budget is left, then waiting prompts in order, chunked, as long as their whole prompt fits the KV cache. When the cache is full the
 * request that came last loses its blocks and computes prompt and answer so far again. Steps that only decode are taken many at a time:
 * their times form an arithmetic series until a request ends, one is handed over, or the cache is full.
 */
export class Engine {
  readonly #p: EngineParts;
  #nowMs = 0;
  #step = 0;
  #decodes = 0;
  /** Tokens that all decoding requests attend to in the next step, windows apart. */
  #context = 0;
  readonly #waiting: number[] = [];
  #waitingHead = 0;
  /** Prompt under way, -1 when none. */
  #partial = -1;
  /** Running requests, oldest first; ended and preempted ones are skipped. */
  readonly #order: number[] = [];
  readonly #running: Uint8Array;
  readonly #generated: Int32Array;
  readonly #computed: Int32Array;
  readonly #target: Int32Array;
  readonly #joined: Int32Array;
  readonly #context0: Int32Array;
  readonly #shared: Int32Array;
  readonly #ends = new Ends();
  preemptions = 0;
  steps = 0;
  hitTokens = 0;

  constructor(parts: EngineParts) {
    this.#p = parts;
    const n = parts.requests.input.length;
    this.#running = new Uint8Array(n);
    this.#generated = new Int32Array(n);
    this.#computed = new Int32Array(n);
    this.#target = Int32Array.from(parts.requests.input);
    this.#joined = new Int32Array(n);
    this.#context0 = new Int32Array(n);
    this.#shared = new Int32Array(n);
  }

  /** Runs until every request told to the host is answered. */
  run(): void {
    const {host} = this.#p;
    for (;;) {
      host.advance(this.#nowMs);
      for (let r = host.take(this.#nowMs); r >= 0; r = host.take(this.#nowMs)) this.#waiting.push(r);
      if (this.#decodes === 0 && this.#partial < 0 && this.#waitingHead === this.#waiting.length) {
        const next = host.nextMs();
        if (next === Infinity) return;
        this.#p.power.add(next - this.#nowMs, 0, 0);
        this.#nowMs = next;
        continue;
      }
      this.#advance();
    }
  }

  #advance(): void {
    const pressed = this.#makeRoom();
    const mayPrefill = this.#partial >= 0 || (!pressed && this.#admissible());
    if (mayPrefill) this.#mixedStep(!pressed);
    else this.#decodeSteps();
  }

  /** Preempts until the next step of all decoding requests fits; true when it had to. */
  #makeRoom(): boolean {
    const {pool, prefixes} = this.#p;
    let pressed = false;
    for (;;) {
      const need = pool.needed(this.#step, 1, this.#decodes);
      if (need <= pool.free) return pressed;
      prefixes?.makeRoom(need);
      if (need <= pool.free) return pressed;
      this.#preemptLast();
      pressed = true;
    }
  }

  #preemptLast(): void {
    let last = this.#order.pop();
    while (last !== undefined && this.#running[last] === 0) last = this.#order.pop();
    if (last === undefined) throw new Error("no running request to preempt");
    if (last === this.#partial) this.#partial = -1;
    else this.#leave(last);
    this.#release(last);
    this.#target[last] = this.#input(last) + (this.#generated[last] as number);
    this.#computed[last] = 0;
    this.preemptions += 1;
    if (this.#waitingHead > 0) this.#waiting[(this.#waitingHead -= 1)] = last;
    else this.#waiting.unshift(last);
  }

  /** Whether the first waiting request may start: a seat is free and its whole prompt fits. */
  #admissible(): boolean {
    if (this.#waitingHead === this.#waiting.length) return false;
    if (this.#decodes + (this.#partial >= 0 ? 1 : 0) >= this.#p.maxNumSeqs) return false;
    const request = this.#waiting[this.#waitingHead] as number;
    const need =
      this.#p.pool.blocks(this.#target[request] as number) + this.#p.pool.needed(this.#step, 1, this.#decodes);
    this.#p.prefixes?.makeRoom(need);
    return need <= this.#p.pool.free;
  }

  #admit(): number {
    const {pool, prefixes} = this.#p;
    const request = this.#waiting[this.#waitingHead] as number;
    this.#waitingHead += 1;
    this.#running[request] = 1;
    this.#order.push(request);
    const shared = prefixes?.use(request) ? prefixes.sharedBlocks(this.#input(request)) : 0;
    this.#shared[request] = shared;
    this.#computed[request] = shared * pool.block;
    this.hitTokens += shared * pool.block;
    pool.take(pool.blocks(this.#target[request] as number) - shared);
    return request;
  }

  /** One step with prompt tokens in it. */
  #mixedStep(admitting: boolean): void {
    const {cost, power, maxNumBatchedTokens, pool} = this.#p;
    const decodes = this.#decodes;
    const context = this.#attended();
    let budget = maxNumBatchedTokens - decodes;
    let prefillTokens = 0;
    let prefillPairs = 0;
    const ended: number[] = [];
    let seats = this.#p.maxNumSeqs - decodes;
    while (budget > 0 && seats > 0) {
      if (this.#partial < 0) {
        if (!admitting || seats - ended.length <= 0 || !this.#admissible()) break;
        this.#partial = this.#admit();
      }
      const request = this.#partial;
      const done = this.#computed[request] as number;
      const chunk = Math.min((this.#target[request] as number) - done, budget);
      budget -= chunk;
      prefillTokens += chunk;
      prefillPairs += this.#pairs(done, chunk);
      this.#computed[request] = done + chunk;
      if (done + chunk < (this.#target[request] as number)) break;
      ended.push(request);
      this.#partial = -1;
      seats = this.#p.maxNumSeqs - decodes;
    }
    const batch = {decodes, contextTokens: context, prefillTokens, prefillPairs, prefillEnds: ended.length};
    const ms = stepTimeMs(cost, batch, power.clock());
    const tokens = decodes + prefillTokens;
    const flops = tokens * cost.linearFlops + (decodes + ended.length) * cost.headFlops + prefillPairs * cost.pairFlops;
    this.#p.host.stream(decodes, ms);
    power.add(ms, stepBytes(cost, tokens, context), flops);
    pool.take(pool.needed(this.#step, 1, decodes));
    this.#after(1, ms);
    for (const request of ended) this.#prefilled(request);
  }

  /** As many steps as nothing but decoding happens in. */
  #decodeSteps(): void {
    const {cost, power, host, pool, window} = this.#p;
    const decodes = this.#decodes;
    const context = this.#attended();
    const batch = {decodes, contextTokens: context, prefillTokens: 0, prefillPairs: 0, prefillEnds: 0};
    const firstMs = stepTimeMs(cost, batch);
    const growing = window === Infinity ? decodes : this.#growing();
    const growMs = growing * cost.contextMs;
    host.stream(decodes, firstMs);
    let steps = this.#ends.next(this.#step) - this.#step;
    if (window !== Infinity) steps = Math.min(steps, this.#untilWindow());
    steps = Math.min(steps, stepsUntil(host.nextMs() - this.#nowMs, firstMs, growMs));
    steps = pool.lasting(this.#step, steps, decodes);
    const pairs = (steps * (steps - 1)) / 2;
    const ms = steps * firstMs + growMs * pairs;
    const bytes = steps * cost.weightBytes(decodes) + cost.contextBytes * (steps * context + growing * pairs);
    power.add(ms, bytes, steps * decodes * (cost.linearFlops + cost.headFlops));
    pool.take(pool.needed(this.#step, steps, decodes));
    this.#after(steps, ms);
  }

  /** Time and steps pass; requests that end now leave. */
  #after(steps: number, ms: number): void {
    this.#nowMs += ms;
    this.#step += steps;
    this.steps += steps;
    this.#context += steps * this.#decodes;
    const done = this.#ends
      .take(this.#step)
      .filter((request) => this.#running[request] === 1 && this.#endStep(request) === this.#step);
    if (done.length === 0) return;
    this.#p.host.advance(this.#nowMs);
    const seenMs = this.#p.host.seenMs(this.#nowMs);
    for (const request of done) {
      this.#leave(request);
      this.#finish(request, seenMs);
    }
  }

  /** A prompt is computed: its first token (or, after preemption, its next) is out. */
  #prefilled(request: number): void {
    const {pool, prefixes, requests, host} = this.#p;
    host.advance(this.#nowMs);
    const seenMs = host.seenMs(this.#nowMs);
    if (this.#generated[request] === 0) requests.firstMs[request] = seenMs;
    if (this.#shared[request] === 0 && prefixes?.store(request, this.#input(request))) {
      this.#shared[request] = prefixes.sharedBlocks(this.#input(request));
    }
    const generated = (this.#generated[request] as number) + 1;
    this.#generated[request] = generated;
    const left = (requests.output[request] as number) - generated;
    const context = this.#target[request] as number;
    this.#context0[request] = context;
    this.#joined[request] = this.#step;
    if (left <= 0) {
      this.#finish(request, seenMs);
      return;
    }
    this.#decodes += 1;
    this.#context += context + 1;
    pool.decoder(this.#step, context, 1);
    this.#ends.add(this.#step + left, request);
  }

  /** A request stops decoding, ended or preempted. */
  #leave(request: number): void {
    const passed = this.#step - (this.#joined[request] as number);
    this.#generated[request] = (this.#generated[request] as number) + passed;
    this.#decodes -= 1;
    this.#context -= (this.#context0[request] as number) + passed + 1;
    this.#p.pool.decoder(this.#joined[request] as number, this.#context0[request] as number, -1);
    this.#target[request] = (this.#context0[request] as number) + passed; // tokens in the cache
  }

  #finish(request: number, seenMs: number): void {
    this.#release(request);
    this.#p.requests.endMs[request] = seenMs;
    this.#p.onDone(request);
  }

  #release(request: number): void {
    const {pool, prefixes} = this.#p;
    const shared = this.#shared[request] as number;
    pool.give(pool.blocks(this.#target[request] as number) - shared);
    if (shared > 0) prefixes?.release(request);
    this.#shared[request] = 0;
    this.#running[request] = 0;
  }

  /** Tokens attended to in the next step, each request's window considered. */
  #attended(): number {
    const {window} = this.#p;
    if (window === Infinity) return this.#context;
    return this.#decoding().reduce((sum, request) => sum + Math.min(window, this.#contextOf(request)), 0);
  }

  /** Decoding requests whose context still grows inside the window. */
  #growing(): number {
    return this.#decoding().filter((request) => this.#contextOf(request) < this.#p.window).length;
  }

  /** Steps before the next context passes the window: until then each grows by one a step, or not at all. */
  #untilWindow(): number {
    const {window} = this.#p;
    return this.#decoding().reduce((least, request) => {
      const left = window - this.#contextOf(request) + 1;
      return left > 1 ? Math.min(least, left) : least;
    }, Infinity);
  }

  #decoding(): number[] {
    return this.#order.filter((request, i) => {
      if (this.#running[request] === 0 || request === this.#partial) return false;
      return this.#order.lastIndexOf(request) === i;
    });
  }

  #contextOf(request: number): number {
    return (this.#context0[request] as number) + this.#step - (this.#joined[request] as number) + 1;
  }

  #endStep(request: number): number {
    const joined = this.#joined[request] as number;
    return joined + (this.#p.requests.output[request] as number) - (this.#generated[request] as number);
  }

  #input(request: number): number {
    return this.#p.requests.input[request] as number;
  }

  /** Pairs of a chunk after `done` tokens, inside the window. */
  #pairs(done: number, chunk: number): number {
    const {window} = this.#p;
    const growing = Math.max(0, Math.min(chunk, window - done));
    const flat = chunk - growing;
    return growing * done + (growing * (growing + 1)) / 2 + (flat > 0 ? flat * window : 0);
  }
}
