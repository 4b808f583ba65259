import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {setImmediate as nextTurn} from "node:timers/promises";
import type {VllmResult} from "../../loaders/vllm-result.js";
import {warmupOf, type Client, type Measured, type PointPlan} from "../client/client.js";
import type {Sampler} from "../sampler/sampler.js";
import type {GrowingCsv} from "./growing-csv.js";
import {measuredValues, readMeasured, type MeasuredValues} from "./measured-values.js";
import type {PlannedPoint} from "./planned.js";
import {streamsOf} from "./loads.js";
import type {RawFile} from "./run-folder.js";
import type {RunningServer} from "./running-server.js";
import {counterOf} from "./server-api.js";

/** Where a point's time went, s. */
interface PointTimes {
  readonly total_s: number;
  readonly warm_up_s: number;
  readonly prompts_s: number;
  readonly measured_s: number;
  /** What is left: starting the client's call, metrics pages, files. */
  readonly overhead_s: number;
}

/** One measurement as it came out, its raw files in a folder. */
export interface PointOutcome {
  /** Null when the point has a result. */
  readonly problem: string | null;
  readonly measured: Measured | null;
  readonly values: MeasuredValues | null;
  readonly result: VllmResult | null;
  readonly times: PointTimes;
  /** Growth of the server's counters over the measured call. */
  readonly prefix_cache_hit_tokens: number | null;
  readonly preemptions: number | null;
  /** Hits of the warm-up and of everything before it are not in the measured call. */
  readonly files: readonly RawFile[];
}

export interface PointJob {
  readonly point: PlannedPoint;
  readonly plan: PointPlan;
  readonly server: RunningServer;
  readonly client: Client;
  /** Folder of raw files. */
  readonly raw: string;
  readonly telemetry: GrowingCsv | null;
  readonly sampleMetrics: (path: string) => Sampler;
  /** Work that may be done while the warm-up runs: storing the point before. */
  readonly meanwhile: () => void;
  readonly signal: AbortSignal;
}

/**
 * Measures one point: empties the prefix cache, warms up with prompts of another seed while the measured prompts are
 * made, and measures between two metrics pages. What fails is a value; only an abort is thrown.
 */
export async function measurePoint(job: PointJob): Promise<PointOutcome> {
  const {plan, point, server, client, raw, signal} = job;
  const begin = performance.now();
  const seconds = (): number => (performance.now() - begin) / 1e3;
  await server.api.resetPrefixCache();
  const preparing = client.prepare(plan).catch(() => undefined); // a failure shows again in the call itself
  const warm = await warmUp(job);
  const warmEnd = seconds();
  await preparing;
  const promptsAhead = seconds() - warmEnd;
  signal.throwIfAborted();
  if (warm.problem !== null) {
    return outcome({problem: `warm-up: ${warm.problem}`, measured: null, warmUpS: warmEnd, promptsS: promptsAhead});
  }
  const before = await page("metrics-before.txt");
  const sampler = job.sampleMetrics(join(raw, "metrics-during.txt"));
  let measured: Measured;
  try {
    measured = await client.measure(plan, signal);
  } finally {
    await sampler.stop();
  }
  const after = await page("metrics-after.txt");
  job.telemetry?.cut(join(raw, "telemetry.csv"));
  return outcome({
    problem: measured.problem,
    measured,
    warmUpS: warmEnd,
    promptsS: promptsAhead + (measured.prompts_s ?? 0),
    hits: growth(before, after, "vllm:prefix_cache_hits_total"),
    preemptions: growth(before, after, "vllm:num_preemptions_total")
  });

  async function page(name: string): Promise<string | null> {
    const text = await server.api.metrics();
    if (text !== null) writeFileSync(join(raw, name), text);
    return text;
  }

  function outcome(so: {
    problem: string | null;
    measured: Measured | null;
    warmUpS: number;
    promptsS: number;
    hits?: number | null;
    preemptions?: number | null;
  }): PointOutcome {
    let {problem} = so;
    let result: VllmResult | null = null;
    let values: MeasuredValues | null = null;
    if (problem === null && plan.result_path !== null) {
      try {
        result = readMeasured(plan.result_path);
        values = measuredValues(result);
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error);
      }
    }
    const total = seconds();
    const measuredS = values?.duration_s ?? 0;
    return {
      problem,
      measured: so.measured,
      values,
      result,
      times: {
        total_s: total,
        warm_up_s: so.warmUpS,
        prompts_s: so.promptsS,
        measured_s: measuredS,
        overhead_s: total - so.warmUpS - so.promptsS - measuredS
      },
      prefix_cache_hit_tokens: so.hits ?? null,
      preemptions: so.preemptions ?? null,
      files: [
        ...(problem === null ? [{name: "result.json", role: "result" as const}] : []),
        {name: "metrics-before.txt", role: "metrics-before"},
        {name: "metrics-during.txt", role: "metrics-during"},
        {name: "metrics-after.txt", role: "metrics-after"},
        {name: "telemetry.csv", role: "telemetry"},
        {name: "client.log", role: "client-log"}
      ]
    };
  }

  async function warmUp({meanwhile}: PointJob): Promise<{problem: string | null}> {
    const {requests, output_tokens} = point.warm_up;
    if (requests === 0) {
      meanwhile();
      return {problem: null};
    }
    const base = warmupOf(plan, requests);
    const short: PointPlan = {
      ...base,
      ...(base.workload.kind === "random" ? {workload: {...base.workload, output_tokens}} : {}),
      load: {kind: "closed", concurrency: streamsOf(plan.load)}
    };
    const call = client.measure(short, signal);
    call.catch(() => undefined);
    await nextTurn(); // the call is on its way before this process gets busy
    await nextTurn();
    meanwhile();
    return call;
  }
}

function growth(before: string | null, after: string | null, counter: string): number | null {
  const [from, to] = [counterOf(before, counter), counterOf(after, counter)];
  return from === null || to === null ? null : to - from;
}
