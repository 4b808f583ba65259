import {kvBytesPerToken} from "../model/physics/kv.js";
import {weightBytes} from "../model/physics/weights.js";
import {claim, notTestable} from "../model/claims/claim.js";
import {compare, rounding} from "../model/claims/compare.js";
import {loadedWeights} from "./loaded-weights.js";
import {digits, join, percent, say} from "../model/claims/words.js";

export const gptqVramHalved = claim({
  id: "gptq-vram-halved",
  said: {share: /more than (half|third|quarter|fifth)/},
  zh: ({share}) => `4 位量化节省${share === 0.5 ? "一半" : percent(share)}以上的显存`,
  depends_on: [],
  settles: say(
    () =>
      "Weights, KV cache and activations of both precisions from the engine's log on one card: device memory alone shows what was reserved.",
    () => "同一张卡上两种精度的权重、KV 缓存与激活（取自引擎日志）：设备显存只反映预留量。"
  ),
  find(c, {share}) {
    const full = rounding(c.read(c.row("3.3", "4090d-x1", "fp16"), "vram_peak_gb"));
    const row = c.row("3.3", "4090d-x1", "gptq-int4");
    const small = rounding(c.read(row, "vram_peak_gb"));
    const saved = {value: 1 - small.value / full.value, lo: 1 - small.hi / full.lo, hi: 1 - small.lo / full.hi};
    c.figure(
      {en: "Saved, as printed", zh: "节省，按所印数字"},
      100 * saved.value,
      "%",
      {value: 0, lo: 100 * saved.lo, hi: 100 * saved.hi},
      "rounding"
    );
    const {arch} = c.target(row);
    const kv = kvBytesPerToken(arch) * (c.load(1).inputTokens + c.load(1).outputTokens);
    const [big, tiny] = [weightBytes(arch, "fp16") + kv, weightBytes(arch, "gptq-int4") + kv].map((b) => b / 1e9);
    c.figure(
      {en: "Saved, weights and one request's KV", zh: "节省，权重与单请求 KV"},
      100 * (1 - tiny! / big!),
      "%",
      null,
      "bound"
    );
    const loaded = loadedWeights(c);
    const outcome = compare(saved, ">", share);
    const inequality = `1 − ${digits(small.value)} / ${digits(full.value)} = ${percent(saved.value)} ${saved.value > share ? ">" : "≤"} ${percent(share)}`;
    const because = join(
      say(
        (n) =>
          `Printed: ${n(full.value, "GB")} to ${n(small.value, "GB")}, ${percent(saved.value)} less. By the model's shapes the weights and one request's KV need ${n(big!, "GB")} in 16 bits and ${n(tiny!, "GB")} in Int4, ${percent(1 - tiny! / big!)} less.`,
        (n) =>
          `所印：${n(full.value, "GB")} 降到 ${n(small.value, "GB")}，少 ${percent(saved.value)}。按模型形状，权重加单请求 KV 在 16 位下需 ${n(big!, "GB")}，Int4 下需 ${n(tiny!, "GB")}，少 ${percent(1 - tiny! / big!)}。`
      ),
      loaded
    );
    const base = {because, n_runs: 1, inequality};
    if (outcome === "crosses") return {...notTestable("interval_crosses", because, inequality), n_runs: 1};
    return outcome === "holds"
      ? {verdict: "supported", by: "published", strength: "self-consistent", reason: "holds", ...base}
      : {verdict: "refuted", by: "published", strength: "self-consistent", reason: "fails", ...base};
  }
});
