import {kvBytesPerToken} from "../model/physics/kv.js";
import {weightBytes} from "../model/physics/weights.js";
import {beyondPhysics, claim, notTestable} from "../model/claims/claim.js";
import {compare, rounding} from "../model/claims/compare.js";
import {count, digits, percent, say} from "../model/claims/words.js";

export const scenario8kContext = claim({
  id: "scenario-8k-context",
  said: {k: /serves ([\d.]+)K tokens/, gb: /about ([\d.]+) GB/},
  zh: ({k, gb}) => `单张 4090D 用 GPTQ 可在约 ${gb}\u00A0GB 显存内提供 ${k}K token 上下文`,
  depends_on: ["readings"],
  settles: say(
    () => "One answer at that context on the card, with the engine's own memory account.",
    () => "在该卡上以该上下文生成一次，并读取引擎自己的显存账目。"
  ),
  find(c, {k, gb}) {
    const tokens = k * 1024;
    const row = c.row("3.3", "4090d-x1", "gptq-int4");
    const peak = rounding(c.read(row, "vram_peak_gb"));
    const {arch, gpu} = c.target(row);
    const each = kvBytesPerToken(arch);
    const need = (weightBytes(arch, "gptq-int4") + each * tokens) / 1e9;
    const more = (each * Math.max(0, tokens - c.load(1).inputTokens - c.load(1).outputTokens)) / 1e9;
    const expected = {value: peak.value + more, lo: peak.lo + more, hi: peak.hi + more};
    const about = c.assumptions.readings.about_share;
    const limit = gb * (1 + about);
    c.figure({en: "Least memory", zh: "最少显存"}, need, "GB", null, "bound");
    c.figure(
      {en: "Printed peak and the longer context's KV", zh: "所印峰值加更长上下文的 KV"},
      expected.value,
      "GB",
      expected,
      "rounding"
    );
    const because = say(
      (n) =>
        `${count(tokens)} tokens of KV take ${n((each * tokens) / 1e9, "GB")}, with the Int4 weights ${n(need, "GB")} at least. The printed peak of ${n(peak.value, "GB")} stands for the article's load of ${count(c.load(1).inputTokens + c.load(1).outputTokens)} tokens a request; the rest of the context adds ${n(more, "GB")}: ${n(expected.value, "GB")}, read against “about ${n(gb, "GB")}” as up to ${percent(about)} more.`,
      (n) =>
        `${count(tokens)} 个 token 的 KV 占 ${n((each * tokens) / 1e9, "GB")}，加上 Int4 权重至少 ${n(need, "GB")}。所印峰值 ${n(peak.value, "GB")} 对应文章每请求 ${count(c.load(1).inputTokens + c.load(1).outputTokens)} 个 token 的负载；其余上下文再加 ${n(more, "GB")}，共 ${n(expected.value, "GB")}；“约 ${n(gb, "GB")}”按至多多出 ${percent(about)} 理解。`
    );
    if (need > limit || need > (gpu.memory_mib * 2 ** 20) / 1e9)
      return beyondPhysics(because, `${digits(need)} > ${digits(limit)}`);
    if (tokens > arch.maxPositions)
      return {
        verdict: "refuted",
        by: "bound",
        strength: "bound",
        reason: "model_limit",
        because,
        n_runs: null,
        inequality: `${count(tokens)} > ${count(arch.maxPositions)}`
      };
    const inequality = `${digits(peak.value)} + ${digits(more)} = ${digits(expected.value)} ${expected.value <= limit ? "≤" : ">"} ${digits(limit)}`;
    const base = {by: "published", strength: "self-consistent", because, n_runs: 1, inequality} as const;
    const fits = compare(expected, "≤", limit);
    if (fits === "crosses") return {...notTestable("interval_crosses", because, inequality), n_runs: 1};
    return fits === "holds"
      ? {verdict: "supported", reason: "holds", ...base}
      : {verdict: "refuted", reason: "fails", ...base};
  }
});
