import {kvBytesPerToken} from "../../physics/kv.js";
import {weightBytes} from "../../physics/weights.js";
import {claim, notTestable} from "../claim.js";
import {compare, rounding} from "../compare.js";
import {digits, say} from "../words.js";

export const gptqUnder10gb = claim({
  id: "gptq-under-10gb",
  said: {gb: /under ([\d.]+) GB/},
  zh: ({gb}) => `GPTQ 把显存需求降到 ${gb}\u00A0GB 以下`,
  depends_on: [],
  settles: say(
    () => "What the engine's log says it loads, activates and sets aside for KV, instead of the reserved peak.",
    () => "看引擎日志中的权重、激活与 KV 显存，而不是预留的峰值。"
  ),
  find(c, {gb}) {
    const row = c.row("3.3", "4090d-x1", "gptq-int4");
    const peak = rounding(c.read(row, "vram_peak_gb"));
    const {arch} = c.target(row);
    const need =
      (weightBytes(arch, "gptq-int4") + kvBytesPerToken(arch) * (c.load(1).inputTokens + c.load(1).outputTokens)) / 1e9;
    c.figure({en: "Printed peak", zh: "所印峰值"}, peak.value, "GB", peak, "rounding");
    c.figure({en: "Weights and one request's KV", zh: "权重与单请求 KV"}, need, "GB", null, "bound");
    const outcome = compare(peak, "<", gb);
    const inequality = `${digits(peak.value)} ${peak.value < gb ? "<" : "≥"} ${digits(gb)}`;
    const [does, doesZh] = {
      holds: ["does", "做到了"],
      fails: ["does not", "没有做到"],
      crosses: ["may or may not", "则两可"]
    }[outcome];
    const because = say(
      (n) =>
        `The article's own table 3.3 prints a peak of ${n(peak.value, "GB")}, between ${peak.lo} and ${peak.hi} before rounding. By the model's shapes the weights and one request's KV need ${n(need, "GB")}, so another set-up might stay under ${n(gb, "GB")}; the one printed ${does}.`,
      (n) =>
        `文章自己的表 3.3 给出峰值 ${n(peak.value, "GB")}，舍入前在 ${peak.lo} 到 ${peak.hi} 之间。按模型形状，权重与单请求 KV 需要 ${n(need, "GB")}，换一种设置或许能低于 ${n(gb, "GB")}；所印的这一种${doesZh}。`
    );
    if (need >= gb)
      return {
        verdict: "refuted",
        by: "bound",
        strength: "bound",
        reason: "beyond_physics",
        because,
        n_runs: null,
        inequality: `${digits(need)} ≥ ${digits(gb)}`
      };
    if (outcome === "crosses") return {...notTestable("interval_crosses", because, inequality), n_runs: 1};
    return outcome === "holds"
      ? {
          verdict: "supported",
          by: "published",
          strength: "self-consistent",
          reason: "holds",
          because,
          n_runs: 1,
          inequality
        }
      : {
          verdict: "refuted",
          by: "published",
          strength: "self-consistent",
          reason: "fails",
          because,
          n_runs: 1,
          inequality
        };
  }
});
