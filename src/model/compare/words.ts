import type {Text} from "../text.js";
import type {Reason, Row, Verdict} from "./row.js";

/** A verdict is a word and an icon; a page adds the colour. */
export const verdictWords: Readonly<Record<Verdict, {word: Text; icon: string}>> = {
  better: {word: {en: "better", zh: "更好"}, icon: "▲"},
  worse: {word: {en: "worse", zh: "更差"}, icon: "▼"},
  equivalent: {word: {en: "equivalent", zh: "等效"}, icon: "="},
  undecided: {word: {en: "undecided", zh: "未定"}, icon: "?"}
};

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))}\u00a0%`;

/** Why, in a few words. */
export function because({reason, margin: share, beyond_margin}: Row): Text {
  const margin = percent(share);
  const texts: Readonly<Record<Reason, Text>> = {
    shown:
      beyond_margin === true
        ? {en: `all of the interval is beyond ${margin}`, zh: `整个区间超出 ${margin}`}
        : {en: `shown; the estimate is beyond ${margin}`, zh: `差异已证实；估计值超出 ${margin}`},
    within_margin: {en: `within ±${margin}`, zh: `在 ±${margin} 之内`},
    crosses: {en: `no change and ±${margin} are both possible`, zh: `无变化与 ±${margin} 均有可能`},
    many_tests: {en: "not shown over so many tests", zh: "经多重检验校正后未证实"},
    small_difference: {en: `a difference, perhaps within ${margin}`, zh: `有差异，但可能在 ${margin} 之内`},
    one_run: {en: "one run: a point comparison only", zh: "一侧只有一次运行：只能逐点比较"},
    no_spread: {en: "repeats are equal: copies cannot be tested", zh: "各次重复完全相同：副本无法检验"},
    refused: {en: "not comparable", zh: "不可比"},
    no_value: {en: "no value on a side", zh: "一侧没有数值"},
    n_too_small: {en: "n too small", zh: "样本太少"},
    energy_not_valid: {en: "energy not valid on a side", zh: "一侧能量无效"}
  };
  return texts[reason];
}

/** What would decide an undecided row; null when no further data can be named. */
export function settles({reason, repeats_needed: n}: Row): Text | null {
  const repeats: Text =
    n === null
      ? {en: "more than 1,000 repeats: measure another way", zh: "1000 次以上重复：应换一种测法"}
      : {en: `about ${n} repeats a side`, zh: `两侧各约 ${n} 次重复`};
  const single: Text =
    n === null
      ? {en: "5 repeats a side or more", zh: "两侧各重复 5 次以上"}
      : {
          en: `about ${n} repeats a side, by the spread seen elsewhere`,
          zh: `两侧各约 ${n} 次重复（按其他负载的离散估计）`
        };
  const texts: Readonly<Record<Reason, Text | null>> = {
    shown: null,
    within_margin: null,
    no_value: null,
    crosses: repeats,
    many_tests: repeats,
    small_difference: repeats,
    one_run: single,
    no_spread: {en: "independent repeats", zh: "独立的重复测量"},
    n_too_small: {en: "more requests a point", zh: "每个测量点更多请求"},
    energy_not_valid: {en: "telemetry without gaps", zh: "无间断的遥测"},
    refused: {en: "sides that differ in one factor, or all of them named", zh: "只相差一个因素的两侧，或列出全部因素"}
  };
  return texts[reason];
}
