import {blockTokens} from "../../src/model/physics/memory.js";
import type {Batch} from "../../src/model/simulator/step-time.js";
import {Pacer} from "../pacer.js";
import {blockHashes, PrefixCache} from "./prefix-cache.js";
import {newState, type Engine, type EngineState, type Sequence} from "./sequence.js";
import type {StepTimer} from "./step-timer.js";

/** A sequence with the state of its prefill and decode. */
interface Slot {
  readonly sequence: Sequence;
  readonly hashes: readonly number[];
  /** Tokens whose keys and values are there. */
  computed: number;
  generated: number;
  blocks: number;
}

interface Limits {
  readonly max_num_seqs: number;
  readonly max_num_batched_tokens: number;
  readonly kv_blocks: number;
  readonly prefix_caching: boolean;
  /** Simulated seconds per real second. */
  readonly speed: number;
}

/**
 * Continuous batching as vLLM's scheduler does it: one loop; each step takes the running sequences first (one token,
 * or the next chunk of a prompt), then admits waiting ones within max_num_seqs, the token budget and the KV blocks;
 * out of blocks, the youngest is preempted and computed again. A step lasts what the timer says.
 */
export class BatchEngine implements Engine {
  private readonly pacer = new Pacer(true);
  private readonly waiting: Slot[] = [];
  private readonly running: Slot[] = [];
  private readonly cache = new PrefixCache();
  private readonly totals = newState();
  /** Still on their way in. */
  private readonly arriving = new Set<Sequence>();
  private hostFreeMs = 0;
  private usedBlocks = 0;
  private stepping = false;
  /** When the current step ends, ms of performance.now(): the next one starts there, not when the timer woke. */
  private edge = 0;

  constructor(
    private readonly timer: StepTimer,
    private readonly limits: Limits
  ) {}

  /** The prompt goes through the host's one tokenizing process first, then waits for its turn. */
  submit(sequence: Sequence): void {
    const {queueing, latency} = this.timer.hostS(sequence.prompt.length);
    const msPerS = 1e3 / this.limits.speed;
    this.hostFreeMs = Math.max(this.hostFreeMs, performance.now()) + queueing * msPerS;
    this.arriving.add(sequence);
    this.pacer.at(this.hostFreeMs + latency * msPerS, () => {
      if (this.arriving.delete(sequence)) this.enqueue(sequence);
    });
  }

  private enqueue(sequence: Sequence): void {
    const hashes = this.limits.prefix_caching ? blockHashes(sequence.prompt) : [];
    this.waiting.push({sequence, hashes, computed: 0, generated: 0, blocks: 0});
    if (this.stepping) return;
    this.stepping = true;
    this.edge = performance.now();
    this.pacer.at(this.edge, () => this.step());
  }

  abort(sequence: Sequence): void {
    this.arriving.delete(sequence);
    const queued = this.waiting.findIndex((slot) => slot.sequence === sequence);
    if (queued !== -1) this.waiting.splice(queued, 1);
    const slot = this.running.find((slot) => slot.sequence === sequence);
    if (slot !== undefined) this.release(slot);
  }

  state(): Readonly<EngineState> {
    return {
      ...this.totals,
      running: this.running.length,
      waiting: this.waiting.length + this.arriving.size,
      kv_cache_usage: this.usedBlocks / this.limits.kv_blocks
    };
  }

  resetPrefixCache(): void {
    this.cache.clear();
  }

  stop(): void {
    this.pacer.stop();
  }

  private step(): void {
    const scheduled = this.schedule();
    if (scheduled.length === 0) {
      this.stepping = false;
      return;
    }
    const batch = batchOf(scheduled);
    const durationS = this.timer.stepS(batch);
    this.totals.iterations++;
    this.totals.busy_s += durationS;
    this.totals.busy_energy_j += durationS * this.timer.powerW(batch);
    this.edge += (durationS * 1e3) / this.limits.speed;
    this.pacer.at(this.edge, () => {
      this.finish(scheduled);
      this.step();
    });
  }

  private schedule(): {slot: Slot; tokens: number}[] {
    const scheduled: {slot: Slot; tokens: number}[] = [];
    let budget = this.limits.max_num_batched_tokens;
    for (let i = 0; i < this.running.length && budget > 0; i++) {
      const slot = this.running[i]!;
      const tokens = Math.min(budget, missing(slot));
      while (!this.grow(slot, tokens)) {
        const victim = this.running.at(-1)!;
        this.preempt(victim);
        if (victim === slot) break;
      }
      if (this.running[i] !== slot) break;
      scheduled.push({slot, tokens});
      budget -= tokens;
    }
    while (budget > 0 && this.waiting.length > 0 && this.running.length < this.limits.max_num_seqs) {
      const slot = this.waiting[0]!;
      const cached = this.lookUp(slot);
      const tokens = Math.min(budget, missing(slot) - cached);
      slot.computed = cached;
      if (!this.grow(slot, tokens)) {
        slot.computed = 0;
        break;
      }
      this.waiting.shift();
      this.running.push(slot);
      if (slot.generated === 0) this.count(slot, cached);
      scheduled.push({slot, tokens});
      budget -= tokens;
    }
    return scheduled;
  }

  /** Prompt tokens in the cache; the last token of a prompt is always computed. */
  private lookUp(slot: Slot): number {
    if (!this.limits.prefix_caching) return 0;
    const most = Math.floor((slot.sequence.prompt.length - 1) / blockTokens);
    return Math.min(this.cache.hits(slot.hashes), most) * blockTokens;
  }

  private count(slot: Slot, cached: number): void {
    slot.sequence.cached_tokens = cached;
    this.totals.prompt_tokens += slot.sequence.prompt.length;
    if (!this.limits.prefix_caching) return;
    this.totals.prefix_cache_queries += slot.sequence.prompt.length;
    this.totals.prefix_cache_hits += cached;
  }

  private grow(slot: Slot, tokens: number): boolean {
    const more = Math.ceil((slot.computed + tokens) / blockTokens) - slot.blocks;
    if (this.usedBlocks + more > this.limits.kv_blocks) return false;
    slot.blocks += more;
    this.usedBlocks += more;
    return true;
  }

  private preempt(slot: Slot): void {
    this.release(slot);
    slot.computed = 0;
    this.waiting.unshift(slot);
    this.totals.preemptions++;
  }

  private release(slot: Slot): void {
    this.running.splice(this.running.indexOf(slot), 1);
    this.usedBlocks -= slot.blocks;
    slot.blocks = 0;
  }

  private finish(scheduled: readonly {slot: Slot; tokens: number}[]): void {
    for (const {slot, tokens} of scheduled) {
      if (slot.blocks === 0) continue; // aborted meanwhile
      slot.computed += tokens;
      if (missing(slot) > 0) continue;
      const n = slot.generated++;
      if (n === 0) this.cache.add(slot.hashes, this.limits.kv_blocks - this.usedBlocks + slot.hashes.length);
      this.totals.generation_tokens++;
      const last = slot.generated >= slot.sequence.output_tokens;
      if (last) this.release(slot);
      slot.sequence.onToken(n, last);
    }
  }
}

/** What the step-time model needs to know of a step. */
function batchOf(scheduled: readonly {slot: Slot; tokens: number}[]): Batch {
  let decodes = 0;
  let contextTokens = 0;
  let prefillTokens = 0;
  let prefillPairs = 0;
  let prefillEnds = 0;
  for (const {slot, tokens} of scheduled) {
    if (slot.computed >= slot.sequence.prompt.length && missing(slot) === 1) {
      decodes++;
      contextTokens += slot.computed + 1;
    } else {
      prefillTokens += tokens;
      prefillPairs += tokens * slot.computed + (tokens * (tokens + 1)) / 2;
      if (missing(slot) === tokens) prefillEnds++;
    }
  }
  return {decodes, contextTokens, prefillTokens, prefillPairs, prefillEnds};
}

/** Tokens of prompt and answer that are not computed yet; 0 when the next token can be given out. */
function missing(slot: Slot): number {
  return slot.sequence.prompt.length + slot.generated - slot.computed;
}
