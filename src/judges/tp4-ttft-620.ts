import {claim, notTestable} from "../model/claims/claim.js";
import {compare, spreadOf} from "../model/claims/compare.js";
import {ratioOf} from "../model/claims/ratio.js";
import {severalCards} from "./several-cards.js";
import {digits, join, percent, say} from "../model/claims/words.js";

export const tp4Ttft620 = claim({
  id: "tp4-ttft-620",
  said: {ms: /to ([\d.]+) ms/},
  zh: ({ms}) => `四张卡把 TTFT 降到 ${ms}\u00A0ms，明显好于单张 A100`,
  depends_on: ["run_spread", "load", "count_imported"],
  settles: say(
    () => "TTFT of both machines at the same prompt length and concurrency.",
    () => "在相同提示长度与并发下测两台机器的 TTFT。"
  ),
  find(c, {ms}) {
    const four = c.row("3.2", "4090d-x4");
    const r = ratioOf(c, "ttft", c.row("3.2", "a100-80gb-x1"), four);
    const measured = r.by === "measured";
    c.figure({en: "TTFT, A100 over four cards", zh: "TTFT，A100 与四卡之比"}, r.value, null, r, r.method);
    const own = spreadOf(r.b, c.assumptions.run_spread);
    const same = own.lo <= ms && ms <= own.hi;
    const better = compare(r, ">", 1);
    const inequality = `${digits(r.a)} / ${digits(r.b)} = ${digits(r.value)} [${digits(r.lo)}, ${digits(r.hi)}] ${r.value > 1 ? ">" : "≤"} 1`;
    const told = say(
      (n) =>
        `${n(r.b, "ms")} against ${n(r.a, "ms")}: ${percent(1 - r.b / r.a)} lower${better === "holds" ? ", beyond the spread of single runs" : ", not beyond the spread of single runs"}.${same ? "" : ` The text says ${n(ms, "ms")}.`} The rows do not say at which concurrency either was taken.`,
      (n) =>
        `${n(r.b, "ms")} 对 ${n(r.a, "ms")}：低 ${percent(1 - r.b / r.a)}${better === "holds" ? "，超出单次运行的差异" : "，未超出单次运行的差异"}。${same ? "" : `正文写的是 ${n(ms, "ms")}。`}两行都没有说明测量时的并发。`
    );
    const because = join(told, severalCards(c, "ttft_p50_ms"));
    const by = measured ? "measured" : "published";
    const strength = measured ? "measured" : "self-consistent";
    if (better === "fails" || !same)
      return {
        verdict: "refuted",
        by,
        strength,
        reason: better === "fails" ? "fails" : "arithmetic",
        because,
        n_runs: r.n_runs,
        inequality
      };
    if (better === "crosses") return {...notTestable("interval_crosses", because, inequality), n_runs: r.n_runs};
    return {verdict: "supported", by, strength, reason: "holds", because, n_runs: r.n_runs, inequality};
  }
});
