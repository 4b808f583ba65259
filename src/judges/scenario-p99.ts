import {beyondPhysics, byItsOwnNumbers, claim, notTestable} from "../model/claims/claim.js";
import {answerTime} from "./latency.js";
import {articlePoints, readPoint} from "../model/claims/observe.js";
import {nameOf} from "./single-cards.js";
import {testedLevels} from "./tested-levels.js";
import {digits, join, say} from "../model/claims/words.js";

export const scenarioP99 = claim({
  id: "scenario-p99",
  said: {users: /more than ([\d.]+) users/, percentile: /P([\d.]+) latency/, seconds: /under ([\d.]+) s/},
  zh: ({users, percentile, seconds}) =>
    `四张 4090D 可服务 ${users} 个以上用户，P${percentile} 时延低于 ${seconds}\u00A0s`,
  depends_on: ["slo", "count_imported"],
  settles: say(
    () => "A closed loop of 11 users on the four cards, 299 requests or more, with the latency named.",
    () => "在四卡上跑 11 个用户的闭环，至少 299 个请求，并写明是哪种时延。"
  ),
  find(c, {users, percentile, seconds}) {
    const row = c.row("3.2", "4090d-x4");
    const limit_ms = 1000 * seconds;
    const slo = {metric: c.assumptions.slo.metric, percentile: percentile / 100, limit_ms};
    const found = testedLevels(c, row, slo);
    if (found.passes !== null || found.fails !== null) {
      const because = say(
        () =>
          `Measured on the four cards: passes at ${found.passes ?? "none"}, fails at ${found.fails ?? "none"} users.`,
        () => `在四卡上实测：${found.passes ?? "无"} 个用户达标，${found.fails ?? "无"} 个用户不达标。`
      );
      if ((found.passes ?? 0) > users)
        return {
          verdict: "supported",
          by: "measured",
          strength: "measured",
          reason: "holds",
          because,
          n_runs: found.n_runs,
          inequality: `${digits(found.passes ?? 0)} > ${digits(users)}`
        };
      if (found.fails !== null && found.fails <= users + 1)
        return {
          verdict: "refuted",
          by: "measured",
          strength: "measured",
          reason: "fails",
          because,
          n_runs: found.n_runs,
          inequality: `${digits(found.fails)} ≤ ${digits(users + 1)}`
        };
    }
    const time = answerTime(c, row);
    c.figure({en: "E2E of one answer, as printed", zh: "单个回答的 E2E，按所印数字"}, time.e2e_ms / 1000, "s");
    c.figure({en: "E2E floor of one answer", zh: "单个回答的 E2E 下限"}, time.floor_ms / 1000, "s", null, "bound");
    c.figure({en: "TTFT, as printed", zh: "TTFT，按所印数字"}, time.ttft_ms / 1000, "s");
    const steps = c.dataset.article.setup.output_tokens - 1;
    const alone = articlePoints(c, "fp16").find((p) => p.concurrency === 1 && p.gpus === 1);
    const aloneMs = alone === undefined ? null : readPoint(c, alone, "e2e_p50_ms");
    const because = join(
      say(
        (n) =>
          `From the first to the last token one answer takes ${n(time.ttft_ms, "ms")} + ${digits(steps)} × ${n((time.e2e_ms - time.ttft_ms) / steps, "ms")} = ${n(time.e2e_ms / 1000, "s")}, against ${n(seconds, "s")}; physics alone would allow ${n(time.floor_ms / 1000, "s")} with one user. Read as TTFT, ${n(time.ttft_ms / 1000, "s")} would meet it, but no P99 is printed and the number of users behind it is not said.`,
        (n) =>
          `从首个到最后一个 token，一个回答要 ${n(time.ttft_ms, "ms")} + ${digits(steps)} × ${n((time.e2e_ms - time.ttft_ms) / steps, "ms")} = ${n(time.e2e_ms / 1000, "s")}，而限值是 ${n(seconds, "s")}；仅按物理下限，单用户也要 ${n(time.floor_ms / 1000, "s")}。若按 TTFT 理解，${n(time.ttft_ms / 1000, "s")} 可以达标，但文中没有 P99，也没有说明对应的用户数。`
      ),
      aloneMs === null || alone === undefined
        ? {en: "", zh: ""}
        : say(
            (n) =>
              `For scale: one user alone on a measured ${nameOf({gpu: alone.gpu ?? "", gpus: 1})} waits ${n(aloneMs / 1000, "s")}.`,
            (n) =>
              `作为参照：实测的 ${nameOf({gpu: alone.gpu ?? "", gpus: 1})} 上单个用户要等 ${n(aloneMs / 1000, "s")}。`
          )
    );
    if (time.floor_ms > limit_ms && slo.metric !== "ttft")
      return beyondPhysics(because, `${digits(time.floor_ms / 1000)} > ${digits(seconds)}`);
    const judged = slo.metric === "ttft" ? time.ttft_ms : time.e2e_ms;
    const inequality = `${digits(judged / 1000)} ${judged > limit_ms ? ">" : "≤"} ${digits(seconds)}`;
    if (judged > limit_ms) return byItsOwnNumbers("refuted", "fails", because, inequality);
    return {...notTestable("no_hardware", because, inequality), n_runs: 1};
  }
});
