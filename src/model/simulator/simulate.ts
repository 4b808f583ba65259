import {Problem} from "../problem.js";
import {blockTokens} from "../physics/memory.js";
import {random} from "../statistics/random.js";
import {gammaArrivals, type Load} from "./arrivals.js";
import type {Efficiency} from "./efficiency.js";
import {Engine, type Requests} from "./engine.js";
import {Host} from "./host.js";
import {KvPool} from "./kv-pool.js";
import {drawLengths, type Lengths} from "./lengths.js";
import {Power} from "./power.js";
import {PrefixCache, type SharedPrefix} from "./prefix-cache.js";
import {stepCost, type Target} from "./step-time.js";

/** A benchmark of one engine: what it runs on, how it is set, and what comes. */
export interface Simulation {
  readonly target: Target;
  readonly efficiency: Efficiency;
  /** Tokens that the KV cache holds; see kvCapacityTokens. */
  readonly kvCapacityTokens: number;
  /** vLLM's --max-num-batched-tokens. */
  readonly maxNumBatchedTokens: number;
  /** vLLM's --max-num-seqs. */
  readonly maxNumSeqs: number;
  readonly load: Load;
  readonly requests: number;
  readonly input: Lengths;
  readonly output: Lengths;
  readonly seed: number;
  /** Null: no two prompts share a beginning, or prefix caching is off. */
  readonly prefix: SharedPrefix | null;
}

/** What happened, by request; instants in ms since the first request was sent. */
export interface Simulated extends Requests {
  /** First request sent to last answer, ms. */
  readonly durationMs: number;
  /** Of all GPUs, J. */
  readonly energyJ: number;
  /** Highest share of the KV cache in use. */
  readonly kvCacheUsageMax: number;
  readonly preemptions: number;
  readonly prefixHitTokens: number;
  /** Steps of the engine. */
  readonly steps: number;
}

/** Runs a simulation; equal input gives equal output, to the bit. Throws a Problem when a request can never be served. */
export function simulate(s: Simulation): Simulated {
  const n = s.requests;
  const next = random(s.seed);
  const input = drawLengths(s.input, n, next);
  const output = drawLengths(s.output, n, next);
  check(s, input, output);
  const arrivalMs = arrivals(s, n, next);
  const requests: Requests = {input, output, arrivalMs, firstMs: new Float64Array(n), endMs: new Float64Array(n)};
  const e = s.efficiency;
  const host = new Host(
    {latencyMs: e.hostMs, requestMs: e.hostRequestMs, tokenMs: e.hostTokenMs, chunkMs: e.hostChunkMs},
    arrivalMs,
    input,
    next
  );
  const pool = new KvPool(s.kvCapacityTokens, blockTokens);
  const power = new Power(s.target, e);
  let sent = s.load.kind === "closed" ? Math.min(n, s.load.concurrency) : n;
  for (let i = 0; i < sent; i += 1) host.add(i);
  const attention = s.target.arch.attention;
  const engine = new Engine({
    requests,
    cost: stepCost(s.target, e),
    host,
    pool,
    power,
    prefixes: s.prefix === null ? null : new PrefixCache(pool, s.prefix),
    maxNumBatchedTokens: s.maxNumBatchedTokens,
    maxNumSeqs: s.maxNumSeqs,
    window: attention.kind === "grouped" ? (attention.window ?? Infinity) : Infinity,
    onDone: (request) => {
      if (sent === n) return;
      arrivalMs[sent] = requests.endMs[request] as number;
      host.add(sent);
      sent += 1;
    }
  });
  engine.run();
  return {
    ...requests,
    durationMs: requests.endMs.reduce((a, b) => Math.max(a, b), 0) - (arrivalMs[0] ?? 0),
    energyJ: power.energyJ * s.target.tensorParallel,
    kvCacheUsageMax: pool.peakShare,
    preemptions: engine.preemptions,
    prefixHitTokens: engine.hitTokens,
    steps: engine.steps
  };
}

function arrivals({load}: Simulation, n: number, next: () => number): Float64Array {
  if (load.kind === "closed") return new Float64Array(n);
  if (load.kind === "open") return gammaArrivals(load.ratePerS, load.burstiness, n, next);
  return Float64Array.from(load.startsMs.slice(0, n));
}

/** Refuses what the engine would refuse, or never end. */
function check(s: Simulation, input: Int32Array, output: Int32Array): void {
  const whole = (name: string, value: number): void => {
    if (!Number.isInteger(value) || value < 1) throw new Problem(`${name} is not a positive whole number`, {value});
  };
  whole("requests", s.requests);
  whole("max-num-seqs", s.maxNumSeqs);
  whole("max-num-batched-tokens", s.maxNumBatchedTokens);
  if (s.maxNumBatchedTokens < s.maxNumSeqs) {
    throw new Problem("max-num-batched-tokens is below max-num-seqs", {value: [s.maxNumBatchedTokens, s.maxNumSeqs]});
  }
  if (s.load.kind === "closed") whole("concurrency", s.load.concurrency);
  if (s.load.kind === "open" && !(s.load.ratePerS > 0 && s.load.burstiness > 0)) {
    throw new Problem("request rate and burstiness are not positive", {value: [s.load.ratePerS, s.load.burstiness]});
  }
  if (s.load.kind === "trace" && s.load.startsMs.length < s.requests) {
    throw new Problem("fewer recorded starts than requests", {value: s.load.startsMs.length});
  }
  const longest = input.reduce((most, tokens, i) => Math.max(most, tokens + (output[i] as number)), 0);
  if (longest > Math.floor(s.kvCapacityTokens / blockTokens) * blockTokens) {
    throw new Problem("a request does not fit the KV cache", {
      value: `${longest} tokens, room for ${s.kvCapacityTokens}`,
      remedy: "take a larger GPU, more GPUs, or shorter requests"
    });
  }
}
