import {claim, notTestable} from "../model/claims/claim.js";
import {compare} from "../model/claims/compare.js";
import {articlePoints, readPoint} from "../model/claims/observe.js";
import {ratioOf} from "../model/claims/ratio.js";
import {nameOf} from "./single-cards.js";
import type {Case} from "../model/claims/case.js";
import type {PointRow} from "../model/tables/points.js";
import type {Text} from "../model/text.js";
import {digits, join, percent, say} from "../model/claims/words.js";

export const gptqFaster = claim({
  id: "gptq-faster",
  said: {},
  zh: () => "量化后的模型不慢反快，略快一些",
  depends_on: ["run_spread", "load", "count_imported"],
  settles: say(
    () => "Both precisions on one card at every concurrency: quantisation can win at one stream and lose under load.",
    () => "在同一张卡上逐个并发比较两种精度：量化可能在单路时快，在高负载时反而慢。"
  ),
  find(c) {
    const r = ratioOf(c, "tpot", c.row("3.3", "4090d-x1", "fp16"), c.row("3.3", "4090d-x1", "gptq-int4"));
    const measured = r.by === "measured";
    c.figure({en: "Speed-up of a token", zh: "每 token 加速比"}, r.value, null, r, r.method);
    const inequality = `${digits(r.a)} / ${digits(r.b)} = ${digits(r.value)} [${digits(r.lo)}, ${digits(r.hi)}] ${r.value > 1 ? ">" : "≤"} 1`;
    const because = join(
      say(
        (n) =>
          `TPOT ${n(r.a, "ms")} in 16 bits, ${n(r.b, "ms")} in Int4: ${percent(1 - r.b / r.a)} less time a token, by one run each.`,
        (n) =>
          `TPOT 在 16 位下为 ${n(r.a, "ms")}，Int4 下为 ${n(r.b, "ms")}：每个 token 少用 ${percent(1 - r.b / r.a)} 的时间，各一次运行。`
      ),
      elsewhere(c)
    );
    const by = measured ? "measured" : "published";
    const strength = measured ? "measured" : "self-consistent";
    const outcome = compare(r, ">", 1);
    if (outcome === "crosses") return {...notTestable("interval_crosses", because, inequality), n_runs: r.n_runs};
    return outcome === "holds"
      ? {verdict: "supported", by, strength, reason: "holds", because, n_runs: r.n_runs, inequality}
      : {verdict: "refuted", by, strength, reason: "fails", because, n_runs: r.n_runs, inequality};
  }
});

/** The same comparison where both precisions were measured on another card: it bears on the claim, it does not decide it. */
function elsewhere(c: Case): Text {
  const pairs: {full: PointRow; small: PointRow}[] = [];
  const small = articlePoints(c, "gptq-int4");
  for (const full of articlePoints(c, "fp16")) {
    const other = small.find((p) => p.gpu === full.gpu && p.gpus === full.gpus && p.concurrency === full.concurrency);
    if (
      other !== undefined &&
      !pairs.some(({full: known}) => known.concurrency === full.concurrency && known.gpu === full.gpu)
    )
      pairs.push({full, small: other});
  }
  pairs.sort((a, b) => (a.full.concurrency ?? 0) - (b.full.concurrency ?? 0));
  const ends = pairs.length > 1 ? [pairs[0]!, pairs.at(-1)!] : pairs;
  const parts = ends.flatMap(({full, small: int4}) => {
    const [x, y] = [readPoint(c, full, "tpot_p50_ms"), readPoint(c, int4, "tpot_p50_ms")];
    return x === null || y === null
      ? []
      : [{name: nameOf({gpu: full.gpu ?? "", gpus: full.gpus ?? 1}), at: full.concurrency ?? 0, ratio: x / y}];
  });
  if (parts.length === 0) return {en: "", zh: ""};
  return say(
    (n) =>
      `Measured on another card: ${parts.map(({name, at, ratio}) => `${digits(ratio)} times at ${n(at, "streams")} on the ${name}`).join(", ")}.`,
    (n) =>
      `在其他卡上实测：${parts.map(({name, at, ratio}) => `${name} 在 ${n(at, "streams")}时为 ${digits(ratio)} 倍`).join("，")}。`
  );
}
