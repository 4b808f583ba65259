import {standingText, verdictSentence} from "../../model/compare/summary.js";
import {teller, type Lang} from "../../model/text.js";
import {html, type Markup} from "../markup.js";
import {sourceOf} from "../workload.js";
import type {Env, FigureView} from "../view.js";
import type {Chosen} from "./choices.js";

/** What stands in a figure's place when there is nothing to compare. */
export function nothing(env: Env): {empty: string} {
  const t = teller(env.lang);
  const found = env.pair === undefined ? null : env.pair;
  if (found !== null)
    return {
      empty: t(
        "A and B have no load in common, or differ in more than one comparison allows.",
        "A 与 B 没有共同的负载，或相差超出一次比较所允许的范围。"
      )
    };
  return {
    empty: t(
      "Measure two configurations: `npm run sweep`, or take results in with `npm run ingest`.",
      "请先测量两种配置：`npm run sweep`，或用 `npm run ingest` 导入结果。"
    )
  };
}

/** Both sides in words: "A: ..., B: ...". */
export function sidesText({choice_a, choice_b}: Chosen, lang: Lang): string {
  return teller(lang)(`A: ${choice_a.label}; B: ${choice_b.label}`, `A：${choice_a.label}；B：${choice_b.label}`);
}

/** Source line and kinds of both sides. */
export function origin(env: Env, {pairing}: Chosen): Pick<FigureView, "source" | "kinds"> {
  const points = pairing.pairs.flatMap(({a, b}) => [...a.points, ...b.points]);
  const kinds = (["measured", "simulated", "imported"] as const).filter((kind) =>
    points.some((point) => point.kind === kind)
  );
  return {source: sourceOf(points, env.data), kinds};
}

/** How the verdicts come about. */
export function methodOf(compared: Chosen, lang: Lang): Markup {
  const t = teller(lang);
  const standing = compared.pairing.pairs.map((pair) => standingText(pair)[lang]).join(t("; ", "；"));
  return html`${t(
    `Repeats are the units; all on logarithms. From two repeats a side Welch's t, from ten the studentised bootstrap; one repeat gives a point comparison only. Better or worse: the difference is shown (two-sided, false discovery rate of ${100 * compared.alpha} % over the table) and its estimate reaches the metric's margin. Equivalent: two one-sided tests place the ratio inside the margin. ${standing}.`,
    `以各次重复为单位，均取对数。每侧两次重复起用 Welch t 检验，十次起用学生化自助法；只有一次时只能逐点比较。更好或更差：差异已证实（双侧，整表错误发现率 ${100 * compared.alpha} %）且估计值达到该指标的容许差。等效：两个单侧检验将比值置于容许差之内。${standing}。`
  )} ${verdictSentence(compared)[lang]}`;
}
