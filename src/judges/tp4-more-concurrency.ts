import {maxConcurrencyBound} from "../model/physics/bounds.js";
import {claim, notTestable} from "../model/claims/claim.js";
import {answerTime, ttftReading} from "./latency.js";
import {limitOf} from "./limit.js";
import {testedLevels} from "./tested-levels.js";
import {count, digits, say} from "../model/claims/words.js";

export const tp4MoreConcurrency = claim({
  id: "tp4-more-concurrency",
  said: {four: /\(([\d.]+) and more/, one: /against ([\d.]+)\)/},
  zh: ({four, one}) => `多卡能承载更多并发请求（${four} 以上，对 ${one}）`,
  depends_on: ["slo", "count_imported"],
  settles: say(
    () => "Both machines swept to the concurrency at which the limit is missed, with the latency named.",
    () => "把两台机器扫描到首次超限的并发，并写明是哪种时延。"
  ),
  find(c) {
    const four = c.row("3.2", "4090d-x4");
    const one = c.row("3.2", "a100-80gb-x1");
    const limit = limitOf(c);
    const slo = {...c.assumptions.slo, limit_ms: limit.ms, percentile: limit.percentile};
    const [x, y] = [four, one].map((row) => testedLevels(c, row, slo));
    if (x!.passes !== null && y!.fails !== null) {
      const inequality = `${digits(x!.passes)} ${x!.passes >= y!.fails ? "≥" : "<"} ${digits(y!.fails)}`;
      const because = say(
        () => `Measured: four cards pass at ${digits(x!.passes!)}, one A100 fails at ${digits(y!.fails!)}.`,
        () => `实测：四卡在 ${digits(x!.passes!)} 路达标，单张 A100 在 ${digits(y!.fails!)} 路不达标。`
      );
      const n_runs = Math.min(x!.n_runs, y!.n_runs);
      if (x!.passes >= y!.fails)
        return {
          verdict: "supported",
          by: "measured",
          strength: "measured",
          reason: "holds",
          because,
          n_runs,
          inequality
        };
      if (x!.fails !== null && y!.passes !== null && x!.fails <= y!.passes)
        return {verdict: "refuted", by: "measured", strength: "measured", reason: "fails", because, n_runs, inequality};
    }
    const [a, b] = [c.read(four, "max_concurrency"), c.read(one, "max_concurrency")];
    const time = answerTime(c, one);
    const latency = slo.metric === "ttft" ? time.ttft_ms : time.e2e_ms;
    const room = [four, one].map((row) => maxConcurrencyBound(c.target(row, "fp16"), c.load(1)));
    c.figure(
      {en: "Requests that memory holds, four cards", zh: "显存可容纳的请求数，四卡"},
      room[0]!,
      "requests",
      null,
      "bound"
    );
    c.figure(
      {en: "Requests that memory holds, one A100", zh: "显存可容纳的请求数，单张 A100"},
      room[1]!,
      "requests",
      null,
      "bound"
    );
    const readAsTtft = ttftReading(c, time, limit.ms);
    const inequality = `${digits(a)} ${a > b ? ">" : "≤"} ${digits(b)}`;
    const because = say(
      (n) =>
        `The column says ${digits(a)} against ${digits(b)}, counted under ${n(limit.ms / 1000, "s")}. By its own ${slo.metric === "ttft" ? "TTFT" : "TTFT and TPOT"} one answer on the A100 takes ${n(latency / 1000, "s")} with no one else there.${readAsTtft.en} Memory is not what stops it: at most ${count(room[1]!)} such requests fit on the A100, ${count(room[0]!)} on the four cards.`,
      (n) =>
        `该列为 ${digits(a)} 对 ${digits(b)}，限值是 ${n(limit.ms / 1000, "s")}。按该行自己的 ${slo.metric === "ttft" ? "TTFT" : "TTFT 与 TPOT"}，A100 上没有别人时单个回答就要 ${n(latency / 1000, "s")}。${readAsTtft.zh}显存不是瓶颈：A100 至多放得下 ${count(room[1]!)} 个这样的请求，四卡 ${count(room[0]!)} 个。`
    );
    const base = {by: "published", strength: "self-consistent", because, n_runs: 1, inequality} as const;
    if (a <= b) return {verdict: "refuted", reason: "fails", ...base};
    if (latency > limit.ms) return {...notTestable("contradictory_source", because, inequality), n_runs: 1};
    return {verdict: "supported", reason: "holds", ...base};
  }
});
