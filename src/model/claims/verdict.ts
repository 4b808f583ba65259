import type {AssumptionName} from "../assumptions.js";
import type {Lang, Text} from "../text.js";
import type {Unit} from "../units.js";

export type Outcome = "supported" | "refuted" | "not_testable";

/** What the verdict rests on. */
export type Basis = "measured" | "published" | "predicted" | "bound";

/**
 * How much the basis is worth, best first. measured: on the hardware the claim names. bound: physics or the model's own
 * configuration. like-for-like: the article's rows, brought to equal conditions. predicted: our simulator.
 * self-consistent: the article's numbers held against its own words, nothing else.
 */
export type Strength = "measured" | "bound" | "like-for-like" | "predicted" | "self-consistent";

/** Why the verdict is what it is: a closed set, so that a page can filter and explain it. */
export const reasons = {
  holds: {en: "the inequality holds beyond its interval", zh: "不等式在区间之外成立"},
  fails: {en: "the inequality fails beyond its interval", zh: "不等式在区间之外不成立"},
  unequal_conditions: {
    en: "compared at different loads; at equal load it fails",
    zh: "比较时负载不同；负载相同时不成立"
  },
  arithmetic: {en: "the printed numbers do not follow from each other", zh: "所印数字彼此推不出来"},
  beyond_physics: {en: "no card of this kind can do it", zh: "这种卡在物理上做不到"},
  model_limit: {en: "the model's own configuration forbids it", zh: "模型自身的配置不允许"},
  interval_crosses: {en: "the interval crosses the threshold", zh: "区间跨过阈值"},
  no_hardware: {en: "nothing was measured on this hardware", zh: "没有在这种硬件上测过"},
  no_price: {en: "the source gives no price", zh: "来源没有给出价格"},
  underspecified: {en: "the source does not say enough to test it", zh: "来源给出的信息不足以检验"},
  contradictory_source: {en: "the source contradicts itself on what it rests on", zh: "其依据在来源中自相矛盾"},
  missing_data: {en: "a number it needs is missing", zh: "缺少所需的数字"}
} as const satisfies Record<string, Text>;

export type Reason = keyof typeof reasons;

/** One number that the verdict was computed from, at its place. */
export interface Evidence {
  /** Row id: published/..., measured/..., hardware/<gpu>, model/<id>, price/..., article/... */
  readonly id: string;
  readonly column: string;
  readonly value: number | string | boolean;
  readonly kind: "published" | "measured" | "imported" | "data sheet" | "assumed";
  /** Audit checks that this very number fails: the verdict rests on it all the same, and says so here. */
  readonly failed_checks: readonly string[];
}

/** One computed number of the card, with its interval and where the interval comes from. */
export interface Figure {
  readonly name: Text;
  readonly value: number;
  readonly lo: number | null;
  readonly hi: number | null;
  readonly unit: Unit | null;
  /** spread: the stated run-to-run spread; welch: between runs, 95 %; rounding: half a unit of the last printed digit; bound: physics; binomial: one-sided 95 % bounds of a share. */
  readonly interval: "spread" | "welch" | "rounding" | "bound" | "binomial" | null;
}

export interface Verdict {
  readonly id: string;
  /** Section of the article. */
  readonly where: string;
  readonly says: Text;
  /** The one language that `says` was written in; left out where it stands in both. */
  readonly says_in?: Lang;
  readonly verdict: Outcome;
  readonly by: Basis | null;
  readonly strength: Strength | null;
  readonly reason: Reason;
  /** Markdown, inline only; numbers computed. */
  readonly because: Text;
  /** Runs behind the weakest number; null where no run is involved (physics, configuration) or known. */
  readonly n_runs: number | null;
  /** The deciding comparison in numbers, such as "31.3 / 24.4 = 1.28 < 5"; null where none could be made. */
  readonly inequality: string | null;
  readonly numbers: readonly Figure[];
  readonly evidence: readonly Evidence[];
  readonly settles: Text;
  readonly depends_on: readonly AssumptionName[];
}
