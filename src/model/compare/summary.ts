import {groups} from "d3-array";
import {teller, type Lang, type Text} from "../text.js";
import {hasRegression, pairName, type Compared} from "./compare.js";
import {factorOf} from "./factors.js";
import type {ConfigurationPair} from "./pairs.js";
import {metrics} from "../metrics.js";
import {isCompared, type Row, type Verdict} from "./row.js";
import {because} from "./words.js";

/** How many rows have each verdict; those where nothing could be compared are counted apart. */
export function counts({rows}: Pick<Compared, "rows">): Record<Verdict | "not_compared", number> {
  const found = {better: 0, worse: 0, equivalent: 0, undecided: 0, not_compared: 0};
  for (const row of rows) found[isCompared(row) ? row.verdict : "not_compared"]++;
  return found;
}

/** In what two configurations differ, and what that means for the comparison. */
export function standingText(pair: ConfigurationPair): Text {
  const list = (lang: "en" | "zh"): string =>
    pair.differ
      .map(({factor, a, b}) => `${factorOf(factor).label[lang]} ${shortened(a)} → ${shortened(b)}`)
      .join(lang === "en" ? ", " : "，");
  if (pair.differ.length === 0) return {en: "no known difference in configuration", zh: "配置上没有已知差异"};
  if (pair.standing === "refused")
    return {en: `not compared, for they differ in ${list("en")}`, zh: `不予比较，因为相差：${list("zh")}`};
  if (pair.standing === "mixed")
    return {
      en: `they differ in more than one factor, so no difference has a single cause: ${list("en")}`,
      zh: `相差不止一个因素，差异不能归因于其中之一：${list("zh")}`
    };
  return {en: `compared: ${list("en")}`, zh: `比较的因素：${list("zh")}`};
}

/** Everything about the data that a reader must know before the numbers, one sentence each. */
export function notes(compared: Compared, lang: Lang): string[] {
  const {rows, pairing, failures} = compared;
  const t = teller(lang);
  const found: string[] = [];
  const add = (en: string, zh: string): void => void found.push(t(en, zh));
  const nLoads = pairing.pairs.reduce((sum, {loads}) => sum + loads.length, 0);
  const tests = rows.filter(({p_difference}) => p_difference !== null);
  const points = rows.filter(({reason}) => reason === "one_run");
  if (rows.length > 0 && tests.length === 0 && points.length > 0)
    add(
      "One run each: only a point comparison is possible, and no difference is shown.",
      "每侧只有一次运行：只能逐点比较，不能证实任何差异。"
    );
  if (tests.some(({counts: unit}) => unit === "repeat"))
    add(
      "Repeats of one start of a server share that start: what differs between starts is not in the intervals, and the margin must cover it (or give several runs a side, or a known spread between starts).",
      "同一次服务启动内的重复共享该次启动：启动之间的差异不在区间内，须由容许差覆盖（或每侧给出多次运行，或给出已知的启动间离散）。"
    );
  if (tests.some(({n_a, n_b}) => Math.min(n_a, n_b) < 5))
    add(
      "Below five repeats a side the interval leans on repeats being log-normal, and is wide.",
      "每侧少于五次重复时，区间依赖于重复服从对数正态分布，并且较宽。"
    );
  if (tests.length > 0)
    add(
      `${tests.length} tests: differences and equivalences are each held to a false discovery rate of ${100 * compared.alpha} % (Benjamini and Hochberg). Intervals are 95 % each.`,
      `共 ${tests.length} 项检验：差异与等效各自将错误发现率控制在 ${100 * compared.alpha} %（Benjamini-Hochberg）；各区间均为 95 %。`
    );
  for (const [why, own] of groups(
    rows.filter((row) => !isCompared(row) && row.reason !== "refused"),
    (row) => because(row)[lang]
  )) {
    const what = listed(own, nLoads, lang);
    add(`Not compared, ${why}: ${what}.`, `未比较（${why}）：${what}。`);
  }
  if (pairing.n_same > 0)
    add(
      `${pairing.n_same} points are the same file on both sides and were left out.`,
      `有 ${pairing.n_same} 个测量点在两侧是同一文件，已略去。`
    );
  for (const pair of pairing.pairs) {
    if (pair.unknown.length > 0)
      add(
        `${pairName(pair)}: not known on a side: ${pair.unknown.map((id) => factorOf(id).label.en).join(", ")}.`,
        `${pairName(pair)}：一侧未知：${pair.unknown.map((id) => factorOf(id).label.zh).join("、")}。`
      );
    for (const [side, loads] of [
      ["A", pair.only_a],
      ["B", pair.only_b]
    ] as const)
      if (loads.length > 0) add(`Only ${side} has ${loads.join(", ")}.`, `只有 ${side} 测了 ${loads.join("、")}。`);
  }
  for (const [side, names] of [
    ["A", pairing.only_a],
    ["B", pairing.only_b]
  ] as const)
    if (names.length > 0)
      add(`Only ${side} has the configuration ${names.join(", ")}.`, `只有 ${side} 有配置 ${names.join("、")}。`);
  for (const {load, n_failed_a, n_requests_a, n_failed_b, n_requests_b, worse} of failures)
    add(
      `${load}: ${n_failed_a} of ${n_requests_a} requests failed on A, ${n_failed_b} of ${n_requests_b} on B${worse ? ": worse" : ""}.`,
      `${load}：A 有 ${n_failed_a}/${n_requests_a} 个请求失败，B 有 ${n_failed_b}/${n_requests_b} 个${worse ? "：更差" : ""}。`
    );
  return found;
}

/** One sentence: what came out. */
export function verdictSentence(compared: Compared): Text {
  const {better, worse, equivalent, undecided, not_compared} = counts(compared);
  const n = `${worse} worse, ${better} better, ${equivalent} equivalent, ${undecided} undecided, ${not_compared} not compared`;
  const zh = `${worse} 项更差，${better} 项更好，${equivalent} 项等效，${undecided} 项未定，${not_compared} 项未比较`;
  return hasRegression(compared)
    ? {en: `B is worse than A somewhere: ${n}.`, zh: `B 在某些项上比 A 差：${zh}。`}
    : {en: `No regression beyond the margins is shown: ${n}.`, zh: `未证实超出容许差的退步：${zh}。`};
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);

/** Metrics with their loads: "TPOT p99 (everywhere); TTFT p90 (2048/512 c1)". */
function listed(rows: readonly Row[], nLoads: number, lang: Lang): string {
  const t = teller(lang);
  return groups(rows, ({metric}) => metric)
    .map(([metric, own]) => {
      const where = own.length === nLoads ? t("everywhere", "所有负载") : own.map(({load}) => load).join(t(", ", "、"));
      return `${metrics[metric].label[lang]}${t(` (${where})`, `（${where}）`)}`;
    })
    .join(t("; ", "；"));
}
