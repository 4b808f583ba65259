import {say, digits, percent} from "../claims/words.js";
import {throughputCeiling, tpotFloorMs, ttftFloorMs, type BoundLoad} from "../physics/bounds.js";
import {loadedBytes} from "../physics/memory.js";
import type {PointRow} from "../tables/points.js";
import {fail, notChecked, pass, type Check} from "./audit-row.js";
import {serverKey, type PointContext} from "./point-context.js";

type PointCheck = Check<PointRow, PointContext>;

/** A loaded model differs from its shapes by less than this; measured: 0.7 % at most. */
const memoryTolerance = 0.03;

const unknown = () =>
  notChecked("Model, precision or GPU is not among the known ones.", "模型、精度或 GPU 不在已知之列。");

/** What the server loaded against what its declared precision weighs: a server that says Int4 and loads 16 bits is caught here. */
export const precisionMemory: PointCheck = {
  name: "precision_memory",
  label: {en: "Precision by memory", zh: "精度（按显存）"},
  strikes: [],
  run(point, {servers, target}) {
    const server = servers.get(serverKey(point));
    const bound = target(point);
    if (bound === null) return unknown();
    const loaded = server?.model_memory_gib ?? null;
    if (loaded === null)
      return notChecked("The server's log does not say what it loaded.", "服务日志没有说明加载了多少。");
    const expected = loadedBytes(bound.arch, bound.precision, point.tensor_parallel ?? bound.gpus) / 2 ** 30;
    const off = Math.abs(loaded / expected - 1);
    const reason = say(
      (n) =>
        `${n(loaded, "GiB")} loaded, ${n(expected, "GiB")} by the shapes in ${bound.precision}: ${percent(off)} off.`,
      (n) => `加载 ${n(loaded, "GiB")}，按形状 ${bound.precision} 应为 ${n(expected, "GiB")}：相差 ${percent(off)}。`
    );
    return off > memoryTolerance ? fail(reason, loaded, expected) : pass(reason, loaded, expected);
  }
};

/** The load of a point as the bounds take it; one request where nothing says more, which bounds least. */
function loadOf({input_tokens_mean, output_tokens_mean, concurrency_max}: PointRow): BoundLoad | null {
  if (input_tokens_mean === null || output_tokens_mean === null || output_tokens_mean < 2) return null;
  return {inputTokens: input_tokens_mean, outputTokens: output_tokens_mean, concurrency: concurrency_max ?? 1};
}

/** Faster than the memory can be read: the precision, the clock or the count is not what it says. */
export const tpotFloor: PointCheck = {
  name: "tpot_floor",
  label: {en: "TPOT against its floor", zh: "TPOT 与下限"},
  strikes: ["tpot_", "itl_", "e2e_", "output_tokens_per_s"],
  run(point, {target}) {
    const bound = target(point);
    const load = loadOf(point);
    if (bound === null || load === null) return unknown();
    if (point.tpot_p50_ms === null) return notChecked("The point has no TPOT.", "该点没有 TPOT。");
    const floor = tpotFloorMs(bound, {...load, concurrency: 1});
    const reason = say(
      (n) =>
        `TPOT ${n(point.tpot_p50_ms!, "ms")}, floor ${n(floor, "ms")} at one stream in ${bound.precision}: ${percent(floor / point.tpot_p50_ms!)} of the bandwidth.`,
      (n) =>
        `TPOT ${n(point.tpot_p50_ms!, "ms")}，${bound.precision} 单路下限 ${n(floor, "ms")}：用到带宽的 ${percent(floor / point.tpot_p50_ms!)}。`
    );
    return point.tpot_p50_ms < floor ? fail(reason, point.tpot_p50_ms, floor) : pass(reason, point.tpot_p50_ms, floor);
  }
};

/** Faster than the prompt can be computed; cached prompts can be, so their check is the prefix cache's. */
export const ttftFloor: PointCheck = {
  name: "ttft_floor",
  label: {en: "TTFT against its floor", zh: "TTFT 与下限"},
  strikes: ["ttft_", "e2e_"],
  run(point, {target}) {
    const bound = target(point);
    const load = loadOf(point);
    if (bound === null || load === null) return unknown();
    if (point.ttft_p50_ms === null) return notChecked("The point has no TTFT.", "该点没有 TTFT。");
    const floor = ttftFloorMs(bound, load.inputTokens);
    const reason = say(
      (n) => `TTFT ${n(point.ttft_p50_ms!, "ms")}, floor ${n(floor, "ms")}.`,
      (n) => `TTFT ${n(point.ttft_p50_ms!, "ms")}，下限 ${n(floor, "ms")}。`
    );
    return point.ttft_p50_ms < floor ? fail(reason, point.ttft_p50_ms, floor) : pass(reason, point.ttft_p50_ms, floor);
  }
};

/** More tokens than bandwidth, compute or the requests in flight allow. */
export const throughputBound: PointCheck = {
  name: "throughput_ceiling",
  label: {en: "Throughput against its ceiling", zh: "吞吐与上限"},
  strikes: ["output_tokens_per_s", "total_tokens_per_s"],
  run(point, {target}) {
    const bound = target(point);
    const load = loadOf(point);
    if (bound === null || load === null || point.concurrency_max === null) return unknown();
    if (point.output_tokens_per_s === null) return notChecked("The point has no throughput.", "该点没有吞吐。");
    const ceiling = throughputCeiling(bound, load);
    const reason = say(
      (n) =>
        `${n(point.output_tokens_per_s!, "tok/s")} of at most ${n(ceiling, "tok/s")} at ${digits(load.concurrency)} streams.`,
      (n) =>
        `${n(point.output_tokens_per_s!, "tok/s")}，${digits(load.concurrency)} 路的上限为 ${n(ceiling, "tok/s")}。`
    );
    return point.output_tokens_per_s > ceiling
      ? fail(reason, point.output_tokens_per_s, ceiling)
      : pass(reason, point.output_tokens_per_s, ceiling);
  }
};
