import {claim, notTestable} from "../model/claims/claim.js";
import {compare, type Interval} from "../model/claims/compare.js";
import {ratioOf} from "../model/claims/ratio.js";
import {nameOf, singleCards} from "./single-cards.js";
import {digits, percent, say} from "../model/claims/words.js";

export const a100Ttft15pct = claim({
  id: "a100-ttft-15pct",
  said: {pct: /about ([\d.]+) %/},
  zh: ({pct}) => `A100 的 TTFT 比 4090D 低约 ${pct}\u00A0%`,
  depends_on: ["run_spread", "readings", "load", "count_imported"],
  settles: say(
    () =>
      "TTFT of both cards at the same prompt length and load, five runs each: then the interval is narrower than the word “about”.",
    () => "在相同提示长度与负载下测两种卡的 TTFT，各五次：区间会比“约”字更窄。"
  ),
  find(c, {pct}) {
    const base = c.row("3.1", "4090d-x1");
    const about = c.assumptions.readings.about_share;
    const [least, most] = [(pct / 100) * (1 - about), (pct / 100) * (1 + about)];
    const cuts = singleCards(c).a100.map((row) => {
      const r = ratioOf(c, "ttft", row, base);
      const cut: Interval = {value: 1 - r.value, lo: 1 - r.hi, hi: 1 - r.lo};
      c.figure(
        {en: `TTFT cut, ${nameOf(row)}`, zh: `TTFT 降幅，${nameOf(row)}`},
        100 * cut.value,
        "%",
        {value: 100 * cut.value, lo: 100 * cut.lo, hi: 100 * cut.hi},
        r.method
      );
      const inside = [compare(cut, "≥", least), compare(cut, "≤", most)];
      const outcome = inside.includes("fails") ? "fails" : inside.includes("crosses") ? "crosses" : "holds";
      const value = cut.value >= least && cut.value <= most;
      return {row, r, cut, outcome, value};
    });
    const inequality = cuts
      .map(
        ({r, cut}) =>
          `1 − ${digits(r.a)} / ${digits(r.b)} = ${percent(cut.value)} [${percent(cut.lo)}, ${percent(cut.hi)}]`
      )
      .join("; ");
    const because = say(
      () =>
        `${cuts.map(({row, cut}) => `${nameOf(row)}: ${percent(cut.value)} lower`).join("; ")}. “About ${pct}\u00A0%” is read as ${percent(least)} to ${percent(most)}; the text does not say which A100 it means, so one whose interval lies inside is enough when the other's value does too.`,
      () =>
        `${cuts.map(({row, cut}) => `${nameOf(row)} 低 ${percent(cut.value)}`).join("；")}。“约 ${pct}\u00A0%”按 ${percent(least)} 到 ${percent(most)} 理解；原文没说是哪种 A100，所以一种的区间落在其内、另一种的数值也在其内即可。`
    );
    const n_runs = Math.min(...cuts.map(({r}) => r.n_runs));
    const measured = cuts.every(({r}) => r.by === "measured");
    const by = measured ? "measured" : "published";
    const strength = measured ? "measured" : "self-consistent";
    if (cuts.some(({outcome}) => outcome === "holds") && cuts.every(({value}) => value))
      return {verdict: "supported", by, strength, reason: "holds", because, n_runs, inequality};
    if (cuts.every(({outcome}) => outcome === "fails"))
      return {verdict: "refuted", by, strength, reason: "fails", because, n_runs, inequality};
    return {...notTestable("interval_crosses", because, inequality), n_runs};
  }
});
