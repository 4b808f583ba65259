import {kvBytesPerToken} from "../model/physics/kv.js";
import {weightBytes} from "../model/physics/weights.js";
import {beyondPhysics, byItsOwnNumbers, claim, notTestable} from "../model/claims/claim.js";
import {compare, rounding} from "../model/claims/compare.js";
import {loadedWeights} from "./loaded-weights.js";
import {digits, join, say} from "../model/claims/words.js";

export const gptqFits12gb = claim({
  id: "gptq-fits-12gb",
  said: {gb: /cards of ([\d.]+) GB/},
  zh: ({gb}) => `因此 ${gb}\u00A0GB 及以上的卡就能运行`,
  depends_on: [],
  settles: say(
    (n) => `Serving it on a card of ${n(12, "GB")}, with the context that is wanted.`,
    (n) => `在 ${n(12, "GB")} 的卡上以所需上下文实际运行。`
  ),
  find(c, {gb}) {
    const row = c.row("3.3", "4090d-x1", "gptq-int4");
    const peak = rounding(c.read(row, "vram_peak_gb"));
    const {arch} = c.target(row);
    const kv = kvBytesPerToken(arch) * (c.load(1).inputTokens + c.load(1).outputTokens);
    const need = (weightBytes(arch, "gptq-int4") + kv) / 1e9;
    const full = weightBytes(arch, "fp16") / 1e9;
    c.figure({en: "Weights and one request's KV, Int4", zh: "Int4 权重与单请求 KV"}, need, "GB", null, "bound");
    c.figure({en: "Weights in 16 bits", zh: "16 位权重"}, full, "GB", null, "bound");
    const because = join(
      say(
        (n) =>
          `The printed peak is ${n(peak.value, "GB")}; by the model's shapes ${n(need, "GB")} are needed at least. In 16 bits the weights alone take ${n(full, "GB")}.`,
        (n) =>
          `所印峰值为 ${n(peak.value, "GB")}；按模型形状至少需要 ${n(need, "GB")}。16 位权重单独就要 ${n(full, "GB")}。`
      ),
      loadedWeights(c)
    );
    if (need > gb) return beyondPhysics(because, `${digits(need)} > ${digits(gb)}`);
    const fits = compare(peak, "≤", gb);
    const inequality = `${digits(need)} ≤ ${digits(peak.value)} ${peak.value <= gb ? "≤" : ">"} ${digits(gb)}`;
    if (fits === "crosses") return {...notTestable("interval_crosses", because, inequality), n_runs: 1};
    return fits === "holds"
      ? byItsOwnNumbers("supported", "holds", because, inequality)
      : byItsOwnNumbers("refuted", "fails", because, inequality);
  }
});
