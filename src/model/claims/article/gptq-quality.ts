import {claim, notTestable} from "../claim.js";
import {compare, spreadOf} from "../compare.js";
import {digits, percent, say} from "../words.js";

export const gptqQuality = claim({
  id: "gptq-quality",
  said: {small: /\(([\d.]+) against/, full: /against ([\d.]+) of/},
  zh: ({small, full}) => `质量基本保持（人工盲评 ${small} 对 ${full}，满分 5）`,
  depends_on: ["run_spread", "readings"],
  settles: say(
    () => "The number of raters and of answers, and the spread of their scores; or a benchmark with both checkpoints.",
    () => "评分人数、回答数与评分的离散程度；或用两个检查点跑同一基准。"
  ),
  find(c) {
    const full = c.read(c.row("3.3", "4090d-x1", "fp16"), "quality_score_of_5");
    const small = c.read(c.row("3.3", "4090d-x1", "gptq-int4"), "quality_score_of_5");
    const kept = spreadOf(small / full, c.assumptions.run_spread);
    const limit = c.assumptions.readings.almost_share;
    c.figure(
      {en: "Score kept", zh: "保持的得分"},
      100 * kept.value,
      "%",
      {value: 0, lo: 100 * kept.lo, hi: 100 * kept.hi},
      "spread"
    );
    const inequality = `${digits(small)} / ${digits(full)} = ${percent(kept.value)} [${percent(kept.lo)}, ${percent(kept.hi)}] ${kept.value >= limit ? "≥" : "<"} ${percent(limit)}`;
    const because = say(
      () =>
        `${digits(small)} of ${digits(full)} is ${percent(kept.value)}. The article gives neither raters nor answers nor a spread; with ${percent(c.assumptions.run_spread)} assumed the interval is [${percent(kept.lo)}, ${percent(kept.hi)}], and “almost kept” is read as at least ${percent(limit)}. Our own runs use dummy weights and cannot judge quality.`,
      () =>
        `${digits(full)} 分中的 ${digits(small)} 分是 ${percent(kept.value)}。文章没有给出评分人数、回答数和离散程度；按假定的 ${percent(c.assumptions.run_spread)} 差异，区间为 [${percent(kept.lo)}, ${percent(kept.hi)}]，“基本保持”按至少 ${percent(limit)} 理解。我们的测量用的是随机权重，不能评判质量。`
    );
    const outcome = compare(kept, "≥", limit);
    const base = {by: "published", strength: "self-consistent", because, n_runs: 1, inequality} as const;
    if (outcome === "holds") return {verdict: "supported", reason: "holds", ...base};
    if (outcome === "fails") return {verdict: "refuted", reason: "fails", ...base};
    return {...notTestable("underspecified", because, inequality), n_runs: 1};
  }
});
