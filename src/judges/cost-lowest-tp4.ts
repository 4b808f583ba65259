import {claim, notTestable} from "../model/claims/claim.js";
import {compare, rounding, spreadOf} from "../model/claims/compare.js";
import {Missing} from "../model/claims/missing.js";
import {costAt, hourlyPrice} from "./price.js";
import {nameOf} from "./single-cards.js";
import {streamsIn, type CostRow} from "./cost-rows.js";
import {digits, say, wholeStreams} from "../model/claims/words.js";

export const costLowestTp4 = claim({
  id: "cost-lowest-tp4",
  said: {cny: /cost, ([\d.]+) CNY/},
  zh: ({cny}) => `自建四卡机器成本最低，每百万 token ${cny}\u00A0元`,
  depends_on: ["prices", "utilisation", "electricity_price_per_kwh", "run_spread"],
  settles: say(
    () => "Throughput of each machine at the load it is meant for, and prices of one kind.",
    () => "各机器在目标负载下的吞吐，以及同类价格。"
  ),
  find(c, {cny}) {
    const rows = streamsIn(c);
    const four = rows.find(({row}) => row.source_gpu === "4090d-x4");
    if (four === undefined) throw new Missing({en: "table 5.1 has no four-card row", zh: "表 5.1 中没有四卡"});
    const costed = rows.flatMap((one) => {
      const asPrinted = costAt(c, one.row, one.throughput);
      const alone = costAt(c, one.row, one.per_stream);
      return asPrinted === null || alone === null ? [] : [{...one, asPrinted, alone}];
    });
    const own = costed.find(({row}) => row === four.row);
    const others = costed.filter(({row}) => row !== four.row);
    const because0 = say(
      () => "A price is missing.",
      () => "缺少价格。"
    );
    if (own === undefined || others.length === 0) return notTestable("no_price", because0);
    const rival = others.reduce((a, b) => (b.asPrinted < a.asPrinted ? b : a));
    const rivalAlone = others.reduce((a, b) => (b.alone < a.alone ? b : a));
    for (const one of costed) {
      c.figure(
        {
          en: `Cost, ${nameOf(one.row)}, ${digits(wholeStreams(one.streams))} at once`,
          zh: `成本，${nameOf(one.row)}，${digits(wholeStreams(one.streams))} 路`
        },
        one.asPrinted,
        "CNY/Mtok"
      );
      c.figure(
        {en: `Cost, ${nameOf(one.row)}, one stream`, zh: `成本，${nameOf(one.row)}，单路`},
        one.alone,
        "CNY/Mtok"
      );
    }
    const [named, hour, rate] = [cny, hourlyPrice(c, own.row)!.cny_per_h, own.throughput].map(rounding);
    const most = (own.asPrinted * (hour!.hi / hour!.value) * rate!.value) / rate!.lo;
    const least = (own.asPrinted * (hour!.lo / hour!.value) * rate!.value) / rate!.hi;
    const figure = most >= named!.lo && least <= named!.hi; // the cost is stated, not said to be "about" it
    const equalLoad = rows.every((one: CostRow) => Math.abs(Math.log(one.streams / four.streams)) < Math.log(1.1));
    const lowest = spreadOf(
      equalLoad ? rival.asPrinted / own.asPrinted : rivalAlone.alone / own.alone,
      c.assumptions.run_spread
    );
    c.figure(
      {en: "Next cheapest over four cards, equal load", zh: "次低成本与四卡之比，负载相同"},
      lowest.value,
      null,
      lowest,
      "spread"
    );
    const ranked = compare(lowest, ">", 1);
    const inequality = figure
      ? equalLoad
        ? `${digits(own.asPrinted)} ${own.asPrinted < rival.asPrinted ? "<" : "≥"} ${digits(rival.asPrinted)}`
        : `${digits(own.alone)} ${own.alone < rivalAlone.alone ? "<" : "≥"} ${digits(rivalAlone.alone)}`
      : `${digits(own.asPrinted)} ≠ ${digits(cny)}`;
    const because = say(
      (n) =>
        `Price and throughput of its row give ${n(own.asPrinted, "CNY")} a million tokens${figure ? "" : `, not ${n(cny, "CNY")}`}. At ${n(own.streams, "streams")} that ${own.asPrinted < rival.asPrinted ? "is below" : "is not below"} the ${nameOf(rival.row)} at ${n(rival.streams, "streams")} (${n(rival.asPrinted, "CNY")}); stream for stream four cards cost ${n(own.alone, "CNY")} and the ${nameOf(rivalAlone.row)} ${n(rivalAlone.alone, "CNY")}.`,
      (n) =>
        `该行的价格与吞吐给出每百万 token ${n(own.asPrinted, "CNY")}${figure ? "" : `，而非 ${n(cny, "CNY")}`}。四卡为 ${n(own.streams, "streams")}，${own.asPrinted < rival.asPrinted ? "低于" : "并不低于"} ${nameOf(rival.row)} 的 ${n(rival.asPrinted, "CNY")}（${n(rival.streams, "streams")}）；同为一路时四卡是 ${n(own.alone, "CNY")}，${nameOf(rivalAlone.row)} 是 ${n(rivalAlone.alone, "CNY")}。`
    );
    const base = {by: "published", because, n_runs: 1, inequality} as const;
    if (!figure) return {verdict: "refuted", strength: "self-consistent", reason: "arithmetic", ...base};
    if (ranked === "crosses") return {...notTestable("interval_crosses", because, inequality), n_runs: 1};
    if (ranked === "fails")
      return {
        verdict: "refuted",
        strength: "like-for-like",
        reason: equalLoad ? "fails" : "unequal_conditions",
        ...base
      };
    return {verdict: "supported", strength: "self-consistent", reason: "holds", ...base};
  }
});
