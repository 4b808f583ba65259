import {claim, notTestable} from "../model/claims/claim.js";
import {compare} from "../model/claims/compare.js";
import {ratioOf} from "../model/claims/ratio.js";
import {severalCards} from "./several-cards.js";
import {streamsInWords, streamsOf} from "./streams.js";
import {digits, join, percent, say} from "../model/claims/words.js";

export const tp4NearLinear = claim({
  id: "tp4-near-linear",
  said: {},
  zh: () => "张量并行加连续批处理在四张卡上接近线性扩展",
  depends_on: ["run_spread", "readings", "load", "count_imported"],
  settles: say(
    () => "One card and four at the same concurrency, up to the load at which each saturates.",
    () => "在相同并发下测一张与四张卡，直到各自饱和。"
  ),
  find(c) {
    const rowOne = c.row("3.1", "4090d-x1");
    const rowFour = c.row("3.2", "4090d-x4");
    const r = ratioOf(c, "tpot", rowOne, rowFour);
    const cards = rowFour.gpus / rowOne.gpus;
    const share = {value: r.value / cards, lo: r.lo / cards, hi: r.hi / cards};
    const limit = c.assumptions.readings.linear_share;
    c.figure({en: "Speed-up", zh: "加速比"}, r.value, null, r, r.method);
    c.figure({en: "Speed-up per card", zh: "每卡加速比"}, share.value, null, share, r.method);
    const inequality = `${digits(r.a)} / ${digits(r.b)} / ${digits(cards)} = ${percent(share.value)} [${percent(share.lo)}, ${percent(share.hi)}] ${share.value >= limit ? "≥" : "<"} ${percent(limit)}`;
    const measured = r.by === "measured";
    const [one, four] = [streamsOf(c, rowOne), streamsOf(c, rowFour)];
    const told = say(
      (n) =>
        `${digits(cards)} cards bring the time of a token from ${n(r.a, "ms")} to ${n(r.b, "ms")}: ${digits(r.value)} times as fast, ${percent(share.value)} of linear. The printed throughputs (${digits(four.throughput / one.throughput)} times) compare different numbers of streams: ${streamsInWords(four)} and ${streamsInWords(one)}.`,
      (n) =>
        `${digits(cards)} 张卡把每个 token 的时间从 ${n(r.a, "ms")} 降到 ${n(r.b, "ms")}：快 ${digits(r.value)} 倍，为线性的 ${percent(share.value)}。所印吞吐之比（${digits(four.throughput / one.throughput)} 倍）对应的并发路数不同：${streamsInWords(four)} 与 ${streamsInWords(one)}。`
    );
    const because = join(told, severalCards(c, "tpot_p50_ms"));
    const outcome = compare(share, "≥", limit);
    if (outcome === "crosses") return {...notTestable("interval_crosses", because, inequality), n_runs: r.n_runs};
    const by = measured ? "measured" : "published";
    const strength = measured ? "measured" : "like-for-like";
    return outcome === "holds"
      ? {verdict: "supported", by, strength, reason: "holds", because, n_runs: r.n_runs, inequality}
      : {verdict: "refuted", by, strength, reason: "fails", because, n_runs: r.n_runs, inequality};
  }
});
