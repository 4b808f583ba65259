import {say} from "../claims/words.js";
import {sampleFloor} from "../statistics/sample-floor.js";
import type {PointRow} from "../tables/points.js";
import {fail, notChecked, pass, warn, type Check} from "./audit-row.js";
import type {PointContext} from "./point-context.js";

const printed = [50, 90, 95, 99];

/** Whether so few requests forbid printing a column: `ttft_p99_ms` needs 662. False for columns that are no percentile. */
export function withheld(column: string, n: number): boolean {
  const p = /_p(\d+)_/.exec(column)?.[1];
  return p !== undefined && n < sampleFloor(Number(p) / 100);
}

/** Which percentiles the number of requests allows; those below their floor are withheld, the means stand. */
export const sampleFloors: Check<PointRow, PointContext> = {
  name: "sample_floor",
  label: {en: "Enough requests", zh: "请求数足够"},
  strikes: ["ttft_p", "tpot_p", "e2e_p"],
  run({n_completed}) {
    if (n_completed === null) return notChecked("The number of requests is not known.", "请求数未知。");
    const held = printed.filter((p) => n_completed < sampleFloor(p / 100));
    const names = held.map((p) => `p${p} (${sampleFloor(p / 100)})`);
    const reason = say(
      () =>
        held.length === 0
          ? `${n_completed} requests are enough for every percentile.`
          : `${n_completed} requests: n too small for ${names.join(", ")}.`,
      () =>
        held.length === 0
          ? `${n_completed} 个请求足以给出所有分位数。`
          : `${n_completed} 个请求：样本不足以给出 ${names.join("、")}。`
    );
    if (held.length === 0) return pass(reason, n_completed, sampleFloor(0.99));
    const next = sampleFloor(held[0]! / 100);
    return held.length === printed.length ? fail(reason, n_completed, next) : warn(reason, n_completed, next);
  }
};
