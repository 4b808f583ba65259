import {breakEvenPricePerGpuH} from "../model/cost.js";
import {claim, notTestable} from "../model/claims/claim.js";
import {compare, spreadOf} from "../model/claims/compare.js";
import {costAt} from "./price.js";
import {nameOf} from "./single-cards.js";
import {streamsOf} from "./streams.js";
import {digits, say} from "../model/claims/words.js";

export const bestSingleIs4090dGptq = claim({
  id: "best-single-is-4090d-gptq",
  said: {},
  zh: () => "单卡首选是 4090D 加 GPTQ",
  depends_on: ["prices", "utilisation", "electricity_price_per_kwh", "run_spread"],
  settles: say(
    () => "GPTQ on the other cards too, at the reader's load, with a price for each.",
    () => "其他卡也用 GPTQ，在读者的负载下实测，并给出各自价格。"
  ),
  find(c) {
    const own = streamsOf(c, c.row("3.3", "4090d-x1", "gptq-int4"));
    const ownCost = costAt(c, own.row, own.per_stream);
    if (ownCost === null)
      return notTestable(
        "no_price",
        say(
          () => "The 4090D has no price.",
          () => "4090D 没有价格。"
        )
      );
    const {run_spread, utilisation} = c.assumptions;
    const rivals = c.rows("3.1").map((row) => {
      const s = streamsOf(c, row);
      const cost = costAt(c, row, s.per_stream);
      const cheaper = cost === null ? null : spreadOf(cost / ownCost, run_spread);
      const even = breakEvenPricePerGpuH(ownCost, {gpus: row.gpus, tokens_per_s: s.per_stream, utilisation});
      return {name: nameOf(row), cost, cheaper, tpot_ms: s.tpot_ms, even};
    });
    const priced = rivals.filter(({cost}) => cost !== null);
    c.figure({en: "Cost, 4090D with GPTQ, one stream", zh: "成本，4090D 加 GPTQ，单路"}, ownCost, "CNY/Mtok");
    for (const {name, cost} of priced)
      c.figure({en: `Cost, ${name}, one stream`, zh: `成本，${name}，单路`}, cost!, "CNY/Mtok");
    if (priced.length === 0)
      return notTestable(
        "no_price",
        say(
          () => "No other card has a price.",
          () => "其他卡都没有价格。"
        )
      );
    const closest = priced.reduce((a, b) => (b.cheaper!.value < a.cheaper!.value ? b : a));
    const fastest = rivals.reduce((a, b) => (b.tpot_ms < a.tpot_ms ? b : a));
    const cheap = compare(closest.cheaper!, ">", 1);
    const inequality = `${digits(closest.cost!)} / ${digits(ownCost)} = ${digits(closest.cheaper!.value)} [${digits(closest.cheaper!.lo)}, ${digits(closest.cheaper!.hi)}] ${closest.cheaper!.value > 1 ? ">" : "≤"} 1`;
    const unpriced = rivals.filter(({cost}) => cost === null);
    const because = say(
      (n) =>
        `Read as: no single card gives a token for less. One stream costs ${n(ownCost, "CNY")} a million tokens, on the next cheapest (${closest.name}) ${n(closest.cost!, "CNY")}; its TPOT is ${n(own.tpot_ms, "ms")}, the fastest card's (${fastest.name}) ${n(fastest.tpot_ms, "ms")}.${unpriced.map(({name, even}) => ` The ${name} has no price, so it is not shown to cost more; it breaks even at ${n(even, "CNY/h")}.`).join("")} Only this card was given a quantised model, at some cost in quality.`,
      (n) =>
        `理解为：没有哪种单卡的每 token 成本更低。单路每百万 token ${n(ownCost, "CNY")}，次低者（${closest.name}）为 ${n(closest.cost!, "CNY")}；其 TPOT 为 ${n(own.tpot_ms, "ms")}，最快者（${fastest.name}）为 ${n(fastest.tpot_ms, "ms")}。${unpriced.map(({name, even}) => `${name} 没有价格，无从得知它是否更贵，盈亏平衡价为 ${n(even, "CNY/h")}。`).join("")}只有这张卡用了量化模型，且质量略有损失。`
    );
    const base = {by: "published", strength: "self-consistent", because, n_runs: 1, inequality} as const;
    if (cheap === "fails") return {verdict: "refuted", reason: "fails", ...base};
    if (unpriced.length > 0) return {...notTestable("no_price", because, inequality), n_runs: 1};
    if (cheap === "crosses") return {...notTestable("interval_crosses", because, inequality), n_runs: 1};
    return {verdict: "supported", reason: "holds", ...base};
  }
});
