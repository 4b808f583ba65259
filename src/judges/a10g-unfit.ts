import {loadedBytes} from "../model/physics/memory.js";
import {beyondPhysics, claim, notTestable} from "../model/claims/claim.js";
import {answerTime, ttftReading} from "./latency.js";
import {limitOf} from "./limit.js";
import {nameOf} from "./single-cards.js";
import {digits, say} from "../model/claims/words.js";

export const a10gUnfit = claim({
  id: "a10g-unfit",
  said: {},
  zh: () => "A10G 显存够，但 FP16 算力弱，不适合高并发",
  depends_on: ["slo"],
  settles: say(
    () => "An A10G measured from 1 to 16 streams against a limit that names its latency.",
    () => "在 A10G 上按 1 到 16 路实测，并写明限值针对哪种时延。"
  ),
  find(c) {
    const row = c.row("3.1", "a10g-x1");
    const others = c.rows("3.1").filter((one) => one.gpu !== row.gpu);
    const carried = c.read(row, "max_concurrency");
    const best = others.map((one) => ({name: nameOf(one), carried: c.read(one, "max_concurrency")}));
    const card = c.hardware(row.gpu);
    const rivals = others.map((one) => c.hardware(one.gpu));
    const weaker = rivals.every((one) => one.fp16_tflop_per_s > card.fp16_tflop_per_s);
    for (const {gpu, fp16_tflop_per_s} of rivals)
      c.cite({id: `hardware/${gpu}`, column: "fp16_tflop_per_s", value: fp16_tflop_per_s, kind: "data sheet"});
    const needed_gb = loadedBytes(c.target(row).arch, "fp16") / 1e9;
    const has_gb = (card.memory_mib * 2 ** 20) / 1e9;
    c.cite(
      {id: `hardware/${card.gpu}`, column: "fp16_tflop_per_s", value: card.fp16_tflop_per_s, kind: "data sheet"},
      {id: `hardware/${card.gpu}`, column: "memory_mib", value: card.memory_mib, kind: "data sheet"}
    );
    c.figure({en: "Weights in 16 bits", zh: "16 位权重"}, needed_gb, "GB");
    const limit = limitOf(c);
    const time = answerTime(c, row);
    const latency = c.assumptions.slo.metric === "ttft" ? time.ttft_ms : time.e2e_ms;
    const lowest = best.every((one) => one.carried > carried);
    const inequality = `${digits(carried)} ${lowest ? "<" : "≥"} ${digits(Math.min(...best.map((one) => one.carried)))}`;
    const readAsTtft = ttftReading(c, time, limit.ms);
    const because = say(
      (n) =>
        `It holds the weights (${n(needed_gb, "GB")} of ${n(has_gb, "GB")}), ${weaker ? "has the least FP16 compute of the table" : "does not have the least FP16 compute of the table"}, and its column says ${digits(carried)} concurrent requests against ${best.map((one) => `${digits(one.carried)} (${one.name})`).join(", ")}. But that column counts requests under ${n(limit.ms / 1000, "s")}, and one answer alone takes ${n(latency / 1000, "s")} by the row's own ${c.assumptions.slo.metric === "ttft" ? "TTFT" : "TTFT and TPOT"}.${readAsTtft.en}`,
      (n) =>
        `它放得下权重（${n(has_gb, "GB")} 中的 ${n(needed_gb, "GB")}），FP16 算力${weaker ? "为表中最低" : "并非表中最低"}，最大并发列为 ${digits(carried)}，其他为 ${best.map((one) => `${digits(one.carried)}（${one.name}）`).join("、")}。但该列统计的是 ${n(limit.ms / 1000, "s")} 以内的请求，而按该行自己的 ${c.assumptions.slo.metric === "ttft" ? "TTFT" : "TTFT 与 TPOT"}，单个回答就要 ${n(latency / 1000, "s")}。${readAsTtft.zh}`
    );
    const base = {because, n_runs: 1, inequality};
    if (needed_gb > has_gb) return beyondPhysics(because, `${digits(needed_gb)} > ${digits(has_gb)}`);
    if (!weaker || !lowest)
      return {verdict: "refuted", by: "published", strength: "self-consistent", reason: "fails", ...base};
    if (latency > limit.ms) return {...notTestable("contradictory_source", because, inequality), n_runs: 1};
    return {verdict: "supported", by: "published", strength: "self-consistent", reason: "holds", ...base};
  }
});
