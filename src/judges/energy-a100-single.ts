import {claim, notTestable} from "../model/claims/claim.js";
import {compare, spreadOf} from "../model/claims/compare.js";
import {Missing} from "../model/claims/missing.js";
import {leftOutPerWatt, nameplateNote, perWatt} from "./per-watt.js";
import {nameOf} from "./single-cards.js";
import {digits, join, say} from "../model/claims/words.js";

export const energyA100Single = claim({
  id: "energy-a100-single",
  said: {},
  zh: () => "单卡之中 A100 的每瓦 token 数最高",
  depends_on: ["run_spread", "count_imported"],
  settles: say(
    () => "Board power sampled while each card serves the same load.",
    () => "各卡在相同负载下运行时采样板卡功耗。"
  ),
  find(c) {
    const rows = [...perWatt(c), ...leftOutPerWatt(c)].filter(({row}) => row.gpus === 1);
    const a100 = rows.filter(({row}) => row.gpu.startsWith("a100"));
    const others = rows.filter(({row}) => !row.gpu.startsWith("a100"));
    if (a100.length === 0 || others.length === 0)
      throw new Missing({en: "no power of an A100 or of another card", zh: "没有 A100 或其他卡的功耗"});
    const best = a100.reduce((a, b) => (b.even > a.even ? b : a));
    const rival = others.reduce((a, b) => (b.even > a.even ? b : a));
    const ratio = spreadOf(best.even / rival.even, c.assumptions.run_spread);
    for (const one of [...a100, ...others])
      c.figure(
        {en: `One stream per watt, ${nameOf(one.row)}`, zh: `单路每瓦，${nameOf(one.row)}`},
        one.even,
        "tok/s/W"
      );
    const inequality = `${digits(best.even)} / ${digits(rival.even)} = ${digits(ratio.value)} [${digits(ratio.lo)}, ${digits(ratio.hi)}] ${ratio.value > 1 ? ">" : "≤"} 1`;
    const because = join(
      say(
        (n) =>
          `One stream on the ${nameOf(best.row)} is ${n(best.per_stream, "tok/s")} at ${n(best.power_w, "W")}, on the ${nameOf(rival.row)} ${n(rival.per_stream, "tok/s")} at ${n(rival.power_w, "W")}: ${digits(ratio.value)} times as many tokens a watt.`,
        (n) =>
          `${nameOf(best.row)} 单路 ${n(best.per_stream, "tok/s")}、${n(best.power_w, "W")}，${nameOf(rival.row)} 单路 ${n(rival.per_stream, "tok/s")}、${n(rival.power_w, "W")}：每瓦 token 数为 ${digits(ratio.value)} 倍。`
      ),
      nameplateNote(c, rows)
    );
    const outcome = compare(ratio, ">", 1);
    const base = {by: "published", strength: "self-consistent", because, n_runs: 1, inequality} as const;
    if (outcome === "crosses") return {...notTestable("interval_crosses", because, inequality), n_runs: 1};
    return outcome === "holds"
      ? {verdict: "supported", reason: "holds", ...base}
      : {verdict: "refuted", reason: "fails", ...base};
  }
});
