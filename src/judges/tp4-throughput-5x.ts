import {claim, notTestable} from "../model/claims/claim.js";
import {compare, spreadOf} from "../model/claims/compare.js";
import {ratioOf} from "../model/claims/ratio.js";
import {severalCards} from "./several-cards.js";
import {sameStreams, streamsInWords, streamsOf} from "./streams.js";
import {digits, join, say} from "../model/claims/words.js";

export const tp4Throughput5x = claim({
  id: "tp4-throughput-5x",
  said: {factor: /more than ([\d.]+) times/},
  zh: ({factor}) => `四张 4090D 的吞吐是单张 A100-80GB 的 ${factor} 倍以上`,
  depends_on: ["run_spread", "load", "count_imported"],
  settles: say(
    () => "Both machines at the same concurrency, measured.",
    () => "在相同并发下实测两台机器。"
  ),
  find(c, {factor}) {
    const rowA = c.row("3.2", "4090d-x4");
    const rowB = c.row("3.2", "a100-80gb-x1");
    const [a, b] = [streamsOf(c, rowA), streamsOf(c, rowB)];
    const raw = spreadOf(a.throughput / b.throughput, c.assumptions.run_spread);
    const even = ratioOf(c, "tpot", rowB, rowA); // at one load, throughput goes with 1 / TPOT
    const measured = even.by === "measured";
    const fair = !measured && sameStreams(a, b) ? raw : even;
    c.figure({en: "As printed", zh: "按所印数字"}, raw.value, null, raw, "spread");
    c.figure({en: "At equal load", zh: "负载相同时"}, fair.value, null, fair, measured ? even.method : "spread");
    const [top, bottom] = fair === raw ? [a.throughput, b.throughput] : [1000 / even.b, 1000 / even.a];
    const inequality = `${digits(top)} / ${digits(bottom)} = ${digits(fair.value)} [${digits(fair.lo)}, ${digits(fair.hi)}] ${fair.value > factor ? ">" : "≤"} ${digits(factor)}`;
    const told = measured
      ? say(
          () => `Measured at ${digits(even.concurrency ?? 1)} streams on both: ${digits(fair.value)} times.`,
          () => `两者都在 ${digits(even.concurrency ?? 1)} 路下实测：${digits(fair.value)} 倍。`
        )
      : fair === raw
        ? say(
            (n) => `Both rows carry ${n(a.streams, "streams")}: ${digits(raw.value)} times.`,
            (n) => `两行都是 ${n(a.streams, "streams")}：${digits(raw.value)} 倍。`
          )
        : say(
            (n) =>
              `${n(a.throughput, "tok/s")} is ${n(a.streams, "streams")} (${streamsInWords(a)}), ${n(b.throughput, "tok/s")} is ${n(b.streams, "streams")} (${streamsInWords(b)}). Stream for stream it is ${digits(fair.value)} times, not ${digits(raw.value)}.`,
            (n) =>
              `${n(a.throughput, "tok/s")} 是 ${n(a.streams, "streams")}（${streamsInWords(a)}），${n(b.throughput, "tok/s")} 是 ${n(b.streams, "streams")}（${streamsInWords(b)}）。同为一路时是 ${digits(fair.value)} 倍，而非 ${digits(raw.value)} 倍。`
          );
    const because = join(told, severalCards(c, "tpot_p50_ms"));
    const outcome = compare(fair, ">", factor);
    const by = measured ? "measured" : "published";
    const base = {because, n_runs: even.n_runs, inequality};
    if (outcome === "crosses") return {...notTestable("interval_crosses", because, inequality), n_runs: even.n_runs};
    if (outcome === "fails")
      return {
        verdict: "refuted",
        by,
        strength: measured ? "measured" : "like-for-like",
        reason: fair === raw || measured ? "fails" : "unequal_conditions",
        ...base
      };
    return {verdict: "supported", by, strength: measured ? "measured" : "like-for-like", reason: "holds", ...base};
  }
});
