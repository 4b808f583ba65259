import type {Text} from "../text.js";
import type {Row, Verdict} from "./row.js";

/** A verdict is a word and an icon; a page adds the colour. */
export const verdictWords: Readonly<Record<Verdict, {word: Text; icon: string}>> = {
  better: {word: {en: "better", zh: "更好"}, icon: "▲"},
  worse: {word: {en: "worse", zh: "更差"}, icon: "▼"},
  equivalent: {word: {en: "equivalent", zh: "等效"}, icon: "="},
  undecided: {word: {en: "undecided", zh: "未定"}, icon: "?"}
};

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))}\u00a0%`;

/** Why, in a few words. */
export function because(row: Row): Text {
  const margin = percent(row.margin);
  switch (row.reason) {
    case "shown":
      return row.beyond_margin === true
        ? {en: `all of the interval is beyond ${margin}`, zh: `整个区间超出 ${margin}`}
        : {en: `shown; the estimate is beyond ${margin}`, zh: `差异已证实；估计值超出 ${margin}`};
    case "within_margin":
      return {en: `within ±${margin}`, zh: `在 ±${margin} 之内`};
    case "crosses":
      return {en: "the interval holds no change, too", zh: "区间也包含无变化"};
    case "many_tests":
      return {en: "not shown over so many tests", zh: "经多重检验校正后未证实"};
    case "small_difference":
      return {en: `a difference, perhaps within ${margin}`, zh: `有差异，但可能在 ${margin} 之内`};
    case "one_run":
      return {en: "one run: a point comparison only", zh: "一侧只有一次运行：只能逐点比较"};
    case "no_spread":
      return {en: "repeats are equal: copies cannot be tested", zh: "各次重复完全相同：副本无法检验"};
    case "refused":
      return {en: "not comparable", zh: "不可比"};
    case "no_value":
      return {en: "no value on a side", zh: "一侧没有数值"};
    case "n_too_small":
      return {en: "n too small", zh: "样本太少"};
    case "energy_not_valid":
      return {en: "energy not valid on a side", zh: "一侧能量无效"};
  }
}

/** What would decide an undecided row; null when no further data can be named. */
export function settles(row: Row): Text | null {
  const {verdict, reason, repeats_needed: n} = row;
  if (verdict !== "undecided") return null;
  switch (reason) {
    case "one_run":
      return n === null
        ? {en: "repeat both sides, 5 times or more", zh: "两侧各重复 5 次以上"}
        : {
            en: `about ${n} repeats a side, if they spread as elsewhere here`,
            zh: `两侧各约 ${n} 次重复（若离散与此处其他负载相同）`
          };
    case "no_spread":
      return {en: "independent repeats", zh: "独立的重复测量"};
    case "n_too_small":
      return {en: "more requests a point", zh: "每个测量点更多请求"};
    case "energy_not_valid":
      return {en: "telemetry without gaps", zh: "无间断的遥测"};
    case "refused":
      return {en: "sides that differ in one factor, or name all of them", zh: "只相差一个因素的两侧，或列出全部因素"};
    case "crosses":
    case "many_tests":
    case "small_difference":
      return n === null
        ? {en: "more than 1,000 repeats: measure another way", zh: "需要 1000 次以上重复：应换一种测法"}
        : {en: `about ${n} repeats a side`, zh: `两侧各约 ${n} 次重复`};
    case "shown":
    case "within_margin":
    case "no_value":
      return null;
  }
}
