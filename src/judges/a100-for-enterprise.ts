import {wilson} from "../model/statistics/wilson.js";
import type {PointRow} from "../model/tables/points.js";
import type {Case} from "../model/claims/case.js";
import {claim, notTestable} from "../model/claims/claim.js";
import {percent, say} from "../model/claims/words.js";

export const a100ForEnterprise = claim({
  id: "a100-for-enterprise",
  said: {},
  zh: () => "若已有 HPC 基础设施，A100 是更稳定的选择",
  depends_on: ["count_imported"],
  settles: say(
    () => "Long runs of the same load on both kinds of card: share of failed requests, drift and restarts.",
    () => "两类卡在相同负载下长时间运行：失败请求占比、漂移与重启次数。"
  ),
  find(c) {
    const a100 = failures(c, (gpu) => gpu.startsWith("a100"));
    const rtx = failures(c, (gpu) => gpu.startsWith("rtx-4090"));
    if (a100.sent === 0 || rtx.sent === 0)
      return notTestable(
        "underspecified",
        say(
          () =>
            "“More stable” is given neither a measure nor a number, and no run of either card is at hand to count failures in.",
          () => "“更稳定”没有给出衡量方式，也没有数字；手头也没有任何一种卡的运行可以统计失败。"
        )
      );
    const [x, y] = [wilson(a100.failed, a100.sent), wilson(rtx.failed, rtx.sent)];
    for (const [name, share, {lo, hi}] of [
      ["A100", a100.failed / a100.sent, x],
      ["4090D", rtx.failed / rtx.sent, y]
    ] as const)
      c.figure({en: `Failed requests, ${name}`, zh: `失败请求占比，${name}`}, 100 * share, "%", {
        value: 100 * share,
        lo: 100 * lo,
        hi: 100 * hi
      });
    const inequality = `[${percent(x.lo)}, ${percent(x.hi)}] ${x.hi < y.lo ? "<" : y.hi < x.lo ? ">" : "∩"} [${percent(y.lo)}, ${percent(y.hi)}]`;
    const because = say(
      () =>
        `“More stable” is read as fewer failed requests: ${percent(a100.failed / a100.sent)} of ${a100.sent} on the A100, ${percent(rtx.failed / rtx.sent)} of ${rtx.sent} on the 4090D.`,
      () =>
        `“更稳定”理解为失败请求更少：A100 的 ${a100.sent} 个请求中有 ${percent(a100.failed / a100.sent)}，4090D 的 ${rtx.sent} 个中有 ${percent(rtx.failed / rtx.sent)}。`
    );
    const n_runs = Math.min(a100.n_runs, rtx.n_runs);
    const base = {by: "measured", strength: "measured", because, n_runs, inequality} as const;
    if (x.hi < y.lo) return {verdict: "supported", reason: "holds", ...base};
    if (y.hi < x.lo) return {verdict: "refuted", reason: "fails", ...base};
    return {...notTestable("interval_crosses", because, inequality), n_runs};
  }
});

function failures(c: Case, of: (gpu: string) => boolean): {sent: number; failed: number; n_runs: number} {
  const points = c.dataset.points.filter(
    (p): p is PointRow & {gpu: string} =>
      (p.kind === "measured" || (p.kind === "imported" && c.assumptions.count_imported)) && p.gpu !== null && of(p.gpu)
  );
  let [sent, failed] = [0, 0];
  for (const p of points) {
    if (p.n_requests === null || p.n_failed === null) continue;
    sent += p.n_requests;
    failed += p.n_failed;
    c.cite({
      id: p.point_id,
      column: "n_failed",
      value: p.n_failed,
      kind: p.kind === "imported" ? "imported" : "measured"
    });
  }
  return {sent, failed, n_runs: new Set(points.map(({run}) => run)).size};
}
