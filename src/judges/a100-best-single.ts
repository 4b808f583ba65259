import {claim, notTestable} from "../model/claims/claim.js";
import {compare} from "../model/claims/compare.js";
import {ratioOf} from "../model/claims/ratio.js";
import {nameOf, singleCards} from "./single-cards.js";
import {digits, say} from "../model/claims/words.js";

export const a100BestSingle = claim({
  id: "a100-best-single",
  said: {},
  zh: () => "单卡之中 A100 表现最好",
  depends_on: ["run_spread", "load", "count_imported"],
  settles: say(
    () => "The same sweep on all four cards, three runs each, at 1 to 16 streams.",
    () => "在四种卡上做同一组扫描，各三次，并发从 1 到 16。"
  ),
  find(c) {
    const {a100, others} = singleCards(c);
    const pairs = others.flatMap((other) =>
      a100.flatMap((best) => (["tpot", "ttft"] as const).map((q) => ({q, other, best, r: ratioOf(c, q, other, best)})))
    );
    const outcomes = pairs.map(({r}) => compare(r, ">", 1));
    const worst = pairs.reduce((least, pair) => (pair.r.value < least.r.value ? pair : least));
    const {r, q} = worst;
    const label = q.toUpperCase();
    const inequality = `${digits(r.a)} / ${digits(r.b)} = ${digits(r.value)} [${digits(r.lo)}, ${digits(r.hi)}] ${r.value > 1 ? ">" : "≤"} 1`;
    c.figure(
      {
        en: `${label}, ${nameOf(worst.other)} over ${nameOf(worst.best)}`,
        zh: `${label}，${nameOf(worst.other)} 与 ${nameOf(worst.best)} 之比`
      },
      r.value,
      null,
      r,
      r.method
    );
    const because = say(
      (n) =>
        `The closest pair is the ${label} of the ${nameOf(worst.other)} against the ${nameOf(worst.best)}: ${n(r.a, "ms")} against ${n(r.b, "ms")}, a ratio of ${digits(r.value)} with the interval [${digits(r.lo)}, ${digits(r.hi)}]; TTFT and TPOT of every other pair lie further apart.`,
      (n) =>
        `最接近的一对是 ${nameOf(worst.other)} 与 ${nameOf(worst.best)} 的 ${label}：${n(r.a, "ms")} 对 ${n(r.b, "ms")}，比值 ${digits(r.value)}，区间 [${digits(r.lo)}, ${digits(r.hi)}]；其余各对的 TTFT 与 TPOT 相差更大。`
    );
    const n_runs = Math.min(...pairs.map((pair) => pair.r.n_runs));
    const measured = pairs.every((pair) => pair.r.by === "measured");
    const by = measured ? "measured" : "published";
    const strength = measured ? "measured" : "self-consistent";
    if (outcomes.includes("fails"))
      return {verdict: "refuted", by, strength, reason: "fails", because, n_runs, inequality};
    if (outcomes.includes("crosses")) return {...notTestable("interval_crosses", because, inequality), n_runs};
    return {verdict: "supported", by, strength, reason: "holds", because, n_runs, inequality};
  }
});
