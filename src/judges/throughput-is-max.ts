import {claim} from "../model/claims/claim.js";
import {articlePoints, readPoint} from "../model/claims/observe.js";
import {nameOf} from "./single-cards.js";
import {streamsOf} from "./streams.js";
import type {PointRow} from "../model/tables/points.js";
import {digits, join, say, wholeStreams} from "../model/claims/words.js";

export const throughputIsMax = claim({
  id: "throughput-is-max",
  said: {},
  zh: () => "吞吐列是系统每秒能生成的最大 token 数",
  depends_on: ["count_imported"],
  settles: say(
    () => "Throughput at each concurrency up to the one where it stops growing.",
    () => "逐个并发测吞吐，直到不再增长。"
  ),
  find(c) {
    const rows = [...c.rows("3.1"), ...c.rows("3.2").filter(({gpus}) => gpus > 1)].map((row) => {
      const s = streamsOf(c, row);
      const carried = c.read(row, "max_concurrency");
      return {...s, carried, name: nameOf(row), short: s.streams * 1.1 < carried};
    });
    const short = rows.filter((row) => row.short);
    const worst = rows.reduce((a, b) => (b.carried / b.streams > a.carried / a.streams ? b : a));
    for (const row of rows)
      c.figure(
        {en: `Streams behind the throughput, ${row.name}`, zh: `吞吐对应的路数，${row.name}`},
        row.streams,
        null
      );
    const inequality = `${digits(worst.throughput)} × ${digits(worst.tpot_ms)} / 1000 = ${digits(worst.streams)} ${worst.short ? "<" : "≥"} ${digits(worst.carried)}`;
    const because = join(
      say(
        () =>
          `Throughput × TPOT gives the number of streams a row was taken with: ${rows.map(({name, streams, carried}) => `${name} ${digits(wholeStreams(streams))} of ${digits(carried)}`).join(", ")}. ${short.length} of ${rows.length} rows count fewer streams than the row says the machine carries, so the column is the pace of these few, not the most that the machine gives.`,
        () =>
          `吞吐 × TPOT 就是该行测量时的路数：${rows.map(({name, streams, carried}) => `${name} 为 ${digits(carried)} 路中的 ${digits(wholeStreams(streams))} 路`).join("，")}。${rows.length} 行中有 ${short.length} 行少于该行自称能承载的并发，所以这一列是这少数几路的速度，而不是最大吞吐。`
      ),
      growth(articlePoints(c, "fp16"), (p) => readPoint(c, p, "output_tokens_per_s"))
    );
    const base = {by: "published", strength: "self-consistent", because, n_runs: 1, inequality} as const;
    return short.length > 0
      ? {verdict: "refuted", reason: "arithmetic", ...base}
      : {verdict: "supported", reason: "holds", ...base};
  }
});

/** How far a measured card's throughput grows with concurrency. */
function growth(points: readonly PointRow[], read: (p: PointRow) => number | null): {en: string; zh: string} {
  const one = points.find((p) => p.concurrency === 1 && p.gpus === 1);
  const same = points.filter((p) => p.run === one?.run && p.server === one?.server && p.concurrency !== null);
  const top = same.reduce<PointRow | undefined>(
    (a, b) => ((b.output_tokens_per_s ?? 0) > (a?.output_tokens_per_s ?? 0) ? b : a),
    undefined
  );
  if (one === undefined || top === undefined || top === one) return {en: "", zh: ""};
  const [low, high] = [read(one), read(top)];
  if (low === null || high === null) return {en: "", zh: ""};
  const name = nameOf({gpu: one.gpu ?? "", gpus: 1});
  return say(
    (n) =>
      `On a measured ${name} ${n(low, "tok/s")} at one stream become ${n(high, "tok/s")} at ${n(top.concurrency ?? 0, "streams")}.`,
    (n) => `实测的 ${name} 单路为 ${n(low, "tok/s")}，${n(top.concurrency ?? 0, "streams")}时为 ${n(high, "tok/s")}。`
  );
}
