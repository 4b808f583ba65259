import {byItsOwnNumbers, claim} from "../model/claims/claim.js";
import {rounding} from "../model/claims/compare.js";
import {digits, percent, say} from "../model/claims/words.js";

export const vramA100 = claim({
  id: "vram-a100",
  said: {peak: /at ([\d.]+) GB/, pct: /uses ([\d.]+) %/},
  zh: ({peak, pct}) => `A100-80GB 显存峰值 ${peak}\u00A0GB，并使用了 ${pct}\u00A0% 的显存`,
  depends_on: [],
  settles: say(
    () =>
      "Weights, KV cache and activations from the engine's log: device memory under vLLM is what was reserved, not what was needed.",
    () => "引擎日志给出的权重、KV 缓存与激活显存：在 vLLM 下设备显存是预留量，而非需要量。"
  ),
  find(c, {peak, pct}) {
    const printed = c.read(c.row("3.1", "a100-80gb-x1"), "vram_peak_gb");
    const printedPct = c.read(c.row("3.2", "a100-80gb-x1"), "vram_utilisation_pct");
    const gpu = c.dataset.article.gpus.find(({id}) => id === "a100-80gb-x1");
    const total = gpu?.memory_gb_total ?? c.hardware("a100-80gb-sxm").memory_gb;
    c.cite({id: "article/gpus/a100-80gb-x1", column: "memory_gb_total", value: total, kind: "published"});
    const share = rounding(printed);
    const [lo, hi] = [(100 * share.lo) / total, (100 * share.hi) / total];
    c.figure({en: "Peak over memory", zh: "峰值占显存"}, (100 * printed) / total, "%", {value: 0, lo, hi}, "rounding");
    const said = rounding(pct);
    const agrees = hi >= said.lo && lo <= said.hi && printed === peak && printedPct === pct;
    const inequality = `${digits(printed)} / ${digits(total)} = ${percent(printed / total)} ${agrees ? "=" : "≠"} ${percent(pct / 100)}`;
    const because = say(
      (n) =>
        `${n(printed, "GB")} of ${n(total, "GB")} are ${percent(printed / total)}; ${percent(printedPct / 100)} of ${n(total, "GB")} are ${n((printedPct / 100) * total, "GB")}. ${agrees ? "Both statements agree." : "Both cannot be the peak of one run."}`,
      (n) =>
        `${n(total, "GB")} 中的 ${n(printed, "GB")} 是 ${percent(printed / total)}；${n(total, "GB")} 的 ${percent(printedPct / 100)} 是 ${n((printedPct / 100) * total, "GB")}。${agrees ? "两种说法一致。" : "二者不可能是同一次运行的峰值。"}`
    );
    return agrees
      ? byItsOwnNumbers("supported", "holds", because, inequality)
      : byItsOwnNumbers("refuted", "arithmetic", because, inequality);
  }
});
