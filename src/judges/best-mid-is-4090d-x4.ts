import {breakEvenPricePerGpuH} from "../model/cost.js";
import {claim, notTestable} from "../model/claims/claim.js";
import {compare, spreadOf} from "../model/claims/compare.js";
import {commonPoints} from "../model/claims/ratio.js";
import {costAt, hourlyPrice, unlikePrices} from "./price.js";
import {nameOf} from "./single-cards.js";
import {sameStreams, streamsInWords, streamsOf} from "./streams.js";
import {readPoint} from "../model/claims/observe.js";
import {digits, say, wholeStreams} from "../model/claims/words.js";

/** Fewer streams than this are no "medium concurrency": the article's own load goes from 1 to 16. */
const mediumStreams = 4;

export const bestMidIs4090dX4 = claim({
  id: "best-mid-is-4090d-x4",
  said: {},
  zh: () => "中高并发下，四张 4090D 的性价比远优于单张 A100",
  depends_on: [
    "prices",
    "utilisation",
    "electricity_price_per_kwh",
    "run_spread",
    "readings",
    "load",
    "count_imported"
  ],
  settles: say(
    () => "Both machines at 4, 8 and 16 streams, and a price for the A100 that is compared.",
    () => "两台机器在 4、8、16 路下实测，并给出所比 A100 的价格。"
  ),
  find(c) {
    const four = streamsOf(c, c.row("3.2", "4090d-x4"));
    const rivals = [
      c.row("3.2", "a100-80gb-x1"),
      ...c.rows("3.1").filter(({source_gpu}) => source_gpu === "a100-40gb-x1")
    ];
    const {run_spread, readings, utilisation} = c.assumptions;
    const fourPrice = hourlyPrice(c, four.row);
    const priced = rivals.filter((row) => hourlyPrice(c, row) !== null);
    const row = priced[0];
    const cost = costAt(c, four.row, four.throughput);
    const unpriced = rivals
      .filter((one) => !priced.includes(one))
      .map((one) => ({
        name: nameOf(one),
        even:
          cost === null
            ? 0
            : breakEvenPricePerGpuH(cost, {gpus: one.gpus, tokens_per_s: streamsOf(c, one).throughput, utilisation})
      }));
    const noPrice = say(
      (n) =>
        unpriced
          .map(
            ({name, even}) =>
              `The ${name} of the comparison has no price; at the printed throughputs it breaks even at ${n(even, "CNY/h")}.`
          )
          .join(" "),
      (n) =>
        unpriced
          .map(({name, even}) => `所比的 ${name} 没有价格；按所印吞吐，盈亏平衡价为 ${n(even, "CNY/h")}。`)
          .join("")
    );
    if (fourPrice === null || cost === null || row === undefined) return notTestable("no_price", noPrice);
    const a100 = streamsOf(c, row);
    const a100Cost = costAt(c, row, a100.throughput)!;
    const raw = spreadOf(a100Cost / cost, run_spread);
    const even = spreadOf(costAt(c, row, a100.per_stream)! / costAt(c, four.row, four.per_stream)!, run_spread);
    const common = commonPoints(c, four.row, row);
    const rates =
      common === null
        ? null
        : [common.a, common.b].map((points) =>
            points.map((p) => readPoint(c, p, "output_tokens_per_s")).filter((v) => v !== null)
          );
    if (
      common !== null &&
      rates !== null &&
      common.concurrency >= mediumStreams &&
      rates.every((list) => list.length > 0)
    ) {
      const [x, y] = rates.map((list) => list.reduce((s, v) => s + v, 0) / list.length);
      const worth = spreadOf(costAt(c, row, y!)! / costAt(c, four.row, x!)!, run_spread);
      const inequality = `${digits(worth.value)} [${digits(worth.lo)}, ${digits(worth.hi)}] ${worth.value >= readings.far_ratio ? "≥" : "<"} ${digits(readings.far_ratio)}`;
      const because = say(
        (n) =>
          `Measured at ${n(common.concurrency, "streams")}: ${n(x!, "tok/s")} and ${n(y!, "tok/s")}, so a token costs ${digits(worth.value)} times as much on the ${nameOf(row)}.`,
        (n) =>
          `在 ${n(common.concurrency, "streams")}下实测：${n(x!, "tok/s")} 与 ${n(y!, "tok/s")}，${nameOf(row)} 的每 token 成本为 ${digits(worth.value)} 倍。`
      );
      const outcome = compare(worth, "≥", readings.far_ratio);
      const n_runs = Math.min(...rates.map((list) => list.length));
      if (outcome !== "crosses")
        return {
          verdict: outcome === "holds" ? "supported" : "refuted",
          by: "measured",
          strength: "measured",
          reason: outcome,
          because,
          n_runs,
          inequality
        };
    }
    c.figure(
      {en: `Cost of the ${nameOf(row)} over four cards, as printed`, zh: `${nameOf(row)} 与四卡的成本比，按所印数字`},
      raw.value,
      null,
      raw,
      "spread"
    );
    c.figure({en: "The same, stream for stream", zh: "同上，同为一路"}, even.value, null, even, "spread");
    const fair = sameStreams(four, a100) && four.streams >= mediumStreams * 0.9;
    const unlike = unlikePrices(fourPrice, hourlyPrice(c, row));
    const far = ({value}: {value: number}): string =>
      `${digits(value)} ${value >= readings.far_ratio ? "≥" : "<"} ${digits(readings.far_ratio)}`;
    const inequality = `${far(raw)} (${digits(wholeStreams(four.streams))} : ${digits(wholeStreams(a100.streams))}); ${far(even)} (1 : 1)`;
    const because = say(
      (n) =>
        `Against the ${nameOf(row)}, a token costs ${digits(raw.value)} times as much there by the printed throughputs, but these are ${streamsInWords(four)} and ${streamsInWords(a100)}: ${fair ? "one load" : "neither is one medium load carried by both"}. Stream for stream it is ${digits(even.value)} times, at one stream. ${fair ? "" : "How either grows with load is not printed. "}${noPrice.en} Four cards cost ${n(fourPrice.cny_per_h, "CNY/h")}.${unlike.en}`,
      (n) =>
        `与 ${nameOf(row)} 相比，按所印吞吐其每 token 成本为 ${digits(raw.value)} 倍，但两者分别是 ${streamsInWords(four)} 与 ${streamsInWords(a100)}：${fair ? "负载相同" : "并非两者在同一中等负载下的数字"}。同为一路时是 ${digits(even.value)} 倍，而那只是一路。${fair ? "" : "随负载如何增长，文中没有给出。"}${noPrice.zh}四卡按 ${n(fourPrice.cny_per_h, "CNY/h")} 计。${unlike.zh}`
    );
    const base = {by: "published", strength: "like-for-like", because, n_runs: 1, inequality} as const;
    const asked = readings.far_ratio;
    if (compare(raw, "≥", asked) === "fails") return {verdict: "refuted", reason: "fails", ...base};
    if (!fair) return {...notTestable("underspecified", because, inequality), n_runs: 1};
    const outcome = compare(raw, "≥", asked);
    if (outcome === "crosses") return {...notTestable("interval_crosses", because, inequality), n_runs: 1};
    return {verdict: "supported", reason: "holds", ...base};
  }
});
