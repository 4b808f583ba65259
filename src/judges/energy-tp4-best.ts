import {claim, notTestable} from "../model/claims/claim.js";
import {compare, spreadOf} from "../model/claims/compare.js";
import {Missing} from "../model/claims/missing.js";
import {nameplateNote, perWatt} from "./per-watt.js";
import {nameOf} from "./single-cards.js";
import {digits, join, say} from "../model/claims/words.js";

export const energyTp4Best = claim({
  id: "energy-tp4-best",
  said: {},
  zh: () => "四卡机器的每瓦 token 数为各机器之最",
  depends_on: ["run_spread", "count_imported"],
  settles: say(
    () => "Board power of all machines at the same concurrency.",
    () => "各机器在相同并发下的板卡功耗。"
  ),
  find(c) {
    const rows = perWatt(c);
    const four = rows.find(({row}) => row.gpus > 1);
    const others = rows.filter((one) => one !== four);
    if (four === undefined || others.length === 0)
      throw new Missing({en: "table 5.2 has no four-card row or nothing else", zh: "表 5.2 中没有四卡或没有其他机器"});
    const equal = others.every((one) => Math.abs(Math.log(one.streams / four.streams)) < Math.log(1.1));
    const value = (one: (typeof rows)[number]): number => (equal ? one.asPrinted : one.even);
    const rival = others.reduce((a, b) => (value(b) > value(a) ? b : a));
    const ratio = spreadOf(value(four) / value(rival), c.assumptions.run_spread);
    const printedRival = others.reduce((a, b) => (b.asPrinted > a.asPrinted ? b : a));
    const printed = four.asPrinted / printedRival.asPrinted;
    c.figure(
      {en: "As printed", zh: "按所印数字"},
      printed,
      null,
      spreadOf(printed, c.assumptions.run_spread),
      "spread"
    );
    c.figure({en: "At equal load", zh: "负载相同时"}, ratio.value, null, ratio, "spread");
    const inequality = `${digits(value(four))} / ${digits(value(rival))} = ${digits(ratio.value)} [${digits(ratio.lo)}, ${digits(ratio.hi)}] ${ratio.value > 1 ? ">" : "≤"} 1`;
    const because = join(
      say(
        (n) =>
          `As printed, ${n(four.asPrinted, "tok/s/W")} at ${n(four.streams, "streams")} against ${n(printedRival.asPrinted, "tok/s/W")} at ${n(printedRival.streams, "streams")} (${nameOf(printedRival.row)}).${equal ? "" : ` Stream for stream it is ${n(four.even, "tok/s/W")} against ${n(rival.even, "tok/s/W")} (${nameOf(rival.row)}), ${digits(ratio.value)} times.`}`,
        (n) =>
          `按所印数字，${n(four.streams, "streams")}时 ${n(four.asPrinted, "tok/s/W")}，对 ${nameOf(printedRival.row)} ${n(printedRival.streams, "streams")}时 ${n(printedRival.asPrinted, "tok/s/W")}。${equal ? "" : `同为一路时是 ${n(four.even, "tok/s/W")} 对 ${n(rival.even, "tok/s/W")}（${nameOf(rival.row)}），为 ${digits(ratio.value)} 倍。`}`
      ),
      nameplateNote(c, rows)
    );
    const outcome = compare(ratio, ">", 1);
    const base = {by: "published", because, n_runs: 1, inequality} as const;
    if (outcome === "crosses") return {...notTestable("interval_crosses", because, inequality), n_runs: 1};
    return outcome === "holds"
      ? {verdict: "supported", strength: "like-for-like", reason: "holds", ...base}
      : {verdict: "refuted", strength: "like-for-like", reason: equal ? "fails" : "unequal_conditions", ...base};
  }
});
