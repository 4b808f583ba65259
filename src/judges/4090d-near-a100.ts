import {claim, notTestable} from "../model/claims/claim.js";
import {compare, spreadOf} from "../model/claims/compare.js";
import {hourlyPrice, unlikePrices} from "./price.js";
import {nameOf, singleCards} from "./single-cards.js";
import {streamsOf} from "./streams.js";
import {digits, percent, say} from "../model/claims/words.js";

export const rtx4090dNearA100 = claim({
  id: "4090d-near-a100",
  said: {},
  zh: () => "4090D 接近 A100，性价比则好得多",
  depends_on: ["prices", "electricity_price_per_kwh", "run_spread", "readings"],
  settles: say(
    () => "Both cards measured from 1 to 16 streams, and prices of one kind: both rented, or both owned.",
    () => "两种卡都在 1 到 16 路下实测，并用同类价格：都租用，或都自建。"
  ),
  find(c) {
    const {run_spread, readings} = c.assumptions;
    const own = streamsOf(c, c.row("3.1", "4090d-x1"));
    const ownPrice = hourlyPrice(c, own.row);
    const rivals = singleCards(c).a100.map((row) => {
      const rival = streamsOf(c, row);
      const speed = spreadOf(own.per_stream / rival.per_stream, run_spread);
      const price = hourlyPrice(c, row);
      const worth =
        price === null || ownPrice === null
          ? null
          : spreadOf(own.per_stream / ownPrice.cny_per_h / (rival.per_stream / price.cny_per_h), run_spread);
      const name = nameOf(row);
      c.figure({en: `Speed against ${name}`, zh: `与 ${name} 的速度比`}, speed.value, null, speed, "spread");
      if (worth !== null)
        c.figure(
          {en: `Tokens per CNY against ${name}`, zh: `与 ${name} 的每元 token 数之比`},
          worth.value,
          null,
          worth,
          "spread"
        );
      return {name, rival, speed, price, worth};
    });
    const near = rivals.map(({speed}) => compare(speed, "≥", readings.close_share));
    const priced = rivals.filter(({worth}) => worth !== null);
    const better = priced.map(({worth}) => compare(worth!, "≥", readings.far_ratio));
    const inequality = [
      ...rivals.map(
        ({rival, speed}) =>
          `${digits(own.per_stream)} / ${digits(rival.per_stream)} = ${digits(speed.value)} ${speed.value >= readings.close_share ? "≥" : "<"} ${digits(readings.close_share)}`
      ),
      ...priced.map(
        ({worth}) =>
          `${digits(worth!.value)} ${worth!.value >= readings.far_ratio ? "≥" : "<"} ${digits(readings.far_ratio)}`
      )
    ].join("; ");
    const unpriced = rivals
      .filter(({price}) => price === null)
      .map(({name, rival}) => ({name, cny: ((ownPrice?.cny_per_h ?? 0) * rival.per_stream) / own.per_stream}));
    const unlike = unlikePrices(ownPrice, priced[0]?.price ?? null);
    const because = say(
      (n) =>
        `Stream for stream the 4090D gives ${rivals.map(({name, speed}) => `${percent(speed.value)} of the ${name}`).join(", ")}; for each CNY ${priced.map(({name, worth}) => `${digits(worth!.value)} times the tokens of the ${name}`).join(", ")}.${unpriced.map(({name, cny}) => ` The ${name} has no price; it would have to cost less than ${n(cny, "CNY/h")} to draw level.`).join("")}${unlike.en}`,
      (n) =>
        `同为一路时，4090D 达到 ${rivals.map(({name, speed}) => `${name} 的 ${percent(speed.value)}`).join("、")}；每元得到的 token 是 ${priced.map(({name, worth}) => `${name} 的 ${digits(worth!.value)} 倍`).join("、")}。${unpriced.map(({name, cny}) => `${name} 没有价格，要低于 ${n(cny, "CNY/h")} 才能打平。`).join("")}${unlike.zh}`
    );
    const base = {because, n_runs: 1, inequality};
    if (near.includes("fails") || better.includes("fails"))
      return {verdict: "refuted", by: "published", strength: "self-consistent", reason: "fails", ...base};
    if (ownPrice === null || priced.length === 0) return {...notTestable("no_price", because, inequality), n_runs: 1};
    if (near.includes("crosses") || better.includes("crosses"))
      return {...notTestable("interval_crosses", because, inequality), n_runs: 1};
    return {verdict: "supported", by: "published", strength: "self-consistent", reason: "holds", ...base};
  }
});
