import {beyondPhysics, byItsOwnNumbers, claim, notTestable} from "../model/claims/claim.js";
import {answerTime} from "./latency.js";
import {articlePoints, readPoint} from "../model/claims/observe.js";
import {nameOf} from "./single-cards.js";
import {digits, join, say} from "../model/claims/words.js";

export const sloDefinition = claim({
  id: "slo-definition",
  said: {percentile: /P([\d.]+) latency/, seconds: /latency < ([\d.]+) s/, tokens: /at ([\d.]+) output tokens/},
  zh: ({percentile, seconds, tokens}) =>
    `并发上限是在输出 ${tokens} 个 token、P${percentile} 时延 < ${seconds}\u00A0s 的条件下成立的`,
  depends_on: ["slo", "count_imported"],
  settles: say(
    () => "The name of the latency, and its P99 from 299 requests or more at each concurrency.",
    () => "写明是哪种时延，并在每个并发下用至少 299 个请求给出 P99。"
  ),
  find(c, {seconds, tokens}) {
    const rows = [...c.rows("3.1"), ...c.rows("3.2").filter(({gpus}) => gpus > 1)];
    const times = rows.map((row) => answerTime(c, row));
    const quickest = times.reduce((a, b) => (b.e2e_ms < a.e2e_ms ? b : a));
    const forbidden = times.filter(({floor_ms}) => floor_ms > 1000 * seconds);
    const least = forbidden.reduce<(typeof times)[number] | null>(
      (a, b) => (a === null || b.floor_ms < a.floor_ms ? b : a),
      null
    );
    const slowest = times.reduce((a, b) => (b.ttft_ms > a.ttft_ms ? b : a));
    for (const {row, e2e_ms, floor_ms} of times) {
      const name = nameOf(row);
      c.figure({en: `E2E of one answer, ${name}`, zh: `单个回答的 E2E，${name}`}, e2e_ms / 1000, "s");
      c.figure({en: `Its floor, ${name}`, zh: `其下限，${name}`}, floor_ms / 1000, "s", null, "bound");
    }
    const h100 = articlePoints(c, "fp16").find((p) => p.concurrency === 1 && p.gpus === 1);
    const alone = h100 === undefined ? null : readPoint(c, h100, "e2e_p50_ms");
    const because = join(
      say(
        (n) =>
          `TTFT does not depend on output tokens, so “at ${digits(tokens)} output tokens” can only mean the whole answer. By the printed TTFT and TPOT the quickest machine (${nameOf(quickest.row)}) takes ${n(quickest.e2e_ms / 1000, "s")} for one.${least === null ? "" : ` By bandwidth and FLOP/s alone ${forbidden.length} of ${rows.length} machines cannot meet ${n(seconds, "s")} even with one request: the best of them (${nameOf(least.row)}) needs ${n(least.floor_ms / 1000, "s")}.`} Read as TTFT, the printed means (${n(slowest.ttft_ms / 1000, "s")} at most) would be under the limit, but no P99 is given.`,
        (n) =>
          `TTFT 与输出 token 数无关，所以“输出 ${digits(tokens)} 个 token”只能指整个回答。按所印的 TTFT 与 TPOT，最快的机器（${nameOf(quickest.row)}）生成一个回答要 ${n(quickest.e2e_ms / 1000, "s")}。${least === null ? "" : `仅按带宽与算力，${rows.length} 台机器中有 ${forbidden.length} 台即使只有一个请求也达不到 ${n(seconds, "s")}：其中最好的（${nameOf(least.row)}）要 ${n(least.floor_ms / 1000, "s")}。`}若按 TTFT 理解，所印均值（最高 ${n(slowest.ttft_ms / 1000, "s")}）低于限值，但没有给出 P99。`
      ),
      alone === null || h100 === undefined
        ? {en: "", zh: ""}
        : say(
            (n) =>
              `A measured ${nameOf({gpu: h100.gpu ?? "", gpus: 1})}, with more bandwidth than any single card of the article, takes ${n(alone / 1000, "s")} at one stream.`,
            (n) =>
              `实测的 ${nameOf({gpu: h100.gpu ?? "", gpus: 1})} 带宽高于文中任何单卡，单路也要 ${n(alone / 1000, "s")}。`
          )
    );
    if (c.assumptions.slo.metric === "ttft") {
      const inequality = `${digits(slowest.ttft_ms / 1000)} ${slowest.ttft_ms > 1000 * seconds ? ">" : "≤"} ${digits(seconds)}`;
      if (slowest.ttft_ms > 1000 * seconds) return byItsOwnNumbers("refuted", "fails", because, inequality);
      return {...notTestable("underspecified", because, inequality), n_runs: 1};
    }
    if (least !== null) return beyondPhysics(because, `${digits(least.floor_ms / 1000)} > ${digits(seconds)}`);
    const worst = times.reduce((a, b) => (b.e2e_ms > a.e2e_ms ? b : a));
    const inequality = `${digits(worst.e2e_ms / 1000)} ${worst.e2e_ms > 1000 * seconds ? ">" : "≤"} ${digits(seconds)}`;
    if (worst.e2e_ms > 1000 * seconds) return byItsOwnNumbers("refuted", "fails", because, inequality);
    return byItsOwnNumbers("supported", "holds", because, inequality);
  }
});
