import {costPerMtok} from "../model/cost.js";
import {claim, notTestable} from "../model/claims/claim.js";
import {compare, spreadOf} from "../model/claims/compare.js";
import {streamsIn} from "./cost-rows.js";
import {hourlyPrice} from "./price.js";
import {nameOf} from "./single-cards.js";
import {digits, percent, say} from "../model/claims/words.js";

export const selfBuiltCheapest = claim({
  id: "self-built-cheapest",
  said: {},
  zh: () => "长期来看自建优于云",
  depends_on: ["prices", "utilisation", "electricity_price_per_kwh", "run_spread"],
  settles: say(
    () =>
      "Purchase price, years of depreciation, electricity and people of the self-built machine; the share of hours it is busy; a cloud price for the same card.",
    () => "自建机器的购置价、折旧年限、电费与人力；忙碌时间占比；以及同一张卡的云价格。"
  ),
  find(c) {
    const rows = streamsIn(c).flatMap((one) => {
      const price = hourlyPrice(c, one.row);
      return price === null || one.row.gpus > 1 ? [] : [{...one, price}];
    });
    type Priced = (typeof rows)[number];
    const cost = (one: Priced, utilisation: number): number =>
      costPerMtok({price_per_gpu_h: one.price.cny_per_h, gpus: 1, tokens_per_s: one.per_stream, utilisation});
    const own = rows.filter(({row}) => row.ownership === "self-built");
    const cloud = rows.filter(({row}) => row.ownership === "cloud");
    if (own.length === 0 || cloud.length === 0)
      return notTestable(
        "no_price",
        say(
          () => "One of the two kinds of price is missing.",
          () => "两类价格缺一类。"
        )
      );
    const {utilisation, run_spread} = c.assumptions;
    const cheapest = (some: readonly Priced[]): Priced => some.reduce((a, b) => (cost(b, 1) < cost(a, 1) ? b : a));
    const twice = own.filter((mine) => cloud.some(({row}) => row.gpu === mine.row.gpu));
    const mine = cheapest(twice.length > 0 ? twice : own);
    const theirs = cheapest(twice.length > 0 ? cloud.filter(({row}) => row.gpu === mine.row.gpu) : cloud);
    // A rented machine can be given back when idle; one's own is paid for around the clock.
    const [x, y] = [cost(mine, utilisation), cost(theirs, 1)];
    const ratio = spreadOf(y / x, run_spread);
    const even = cost(mine, 1) / cost(theirs, 1);
    c.figure({en: "Cloud over self-built", zh: "云与自建之比"}, ratio.value, null, ratio, "spread");
    c.figure({en: "Utilisation at which both cost the same", zh: "两者成本相等的利用率"}, 100 * even, "%");
    const inequality = `${digits(y)} / ${digits(x)} = ${digits(ratio.value)} [${digits(ratio.lo)}, ${digits(ratio.hi)}] ${ratio.value > 1 ? ">" : "≤"} 1`;
    const because = say(
      (n) =>
        `Stream for stream at ${percent(utilisation)} utilisation, self-built (${nameOf(mine.row)}) costs ${n(x, "CNY")} a million tokens, rented (${nameOf(theirs.row)}) at the least ${n(y, "CNY")}. ${even < 1 ? `Below ${percent(even)} utilisation the cloud wins. ` : ""}The self-built hour is the article's own figure for electricity and depreciation, without years, people or room.${twice.length > 0 ? "" : " No card is priced both ways, so the gap may be the cards' and not the ownership's."}`,
      (n) =>
        `同为一路、利用率 ${percent(utilisation)} 时，自建（${nameOf(mine.row)}）每百万 token ${n(x, "CNY")}，租用（${nameOf(theirs.row)}）最低 ${n(y, "CNY")}。${even < 1 ? `利用率低于 ${percent(even)} 时云更便宜。` : ""}自建每小时价格是文章自己的电费加折旧，没有年限、人力与场地。${twice.length > 0 ? "" : "没有一种卡同时给出两种价格，差距可能来自显卡而非自建。"}`
    );
    const outcome = compare(ratio, ">", 1);
    const base = {by: "published", strength: "self-consistent", because, n_runs: 1, inequality} as const;
    if (outcome === "crosses") return {...notTestable("interval_crosses", because, inequality), n_runs: 1};
    // One cheaper offer contradicts "self-built beats the cloud", whatever the card; support needs the same card.
    if (outcome === "fails") return {verdict: "refuted", reason: "fails", ...base};
    if (twice.length === 0) return {...notTestable("underspecified", because, inequality), n_runs: 1};
    return {verdict: "supported", reason: "holds", ...base};
  }
});
