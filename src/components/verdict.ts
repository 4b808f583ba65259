import {pointChecks} from "../model/audit/point-checks.js";
import {publishedChecks} from "../model/audit/published-checks.js";
import type {Basis, Evidence, Figure, Outcome, Strength, Verdict} from "../model/claims/verdict.js";
import {reasons} from "../model/claims/verdict.js";
import {teller, type Lang, type Text} from "../model/text.js";
import {units} from "../model/units.js";
import {formatNumber} from "./format.js";
import {inlineMarkdown} from "./inline-markdown.js";
import {html, type Markup} from "./markup.js";
import {originPage} from "./origin.js";
import {ownTextHtml} from "./own-text.js";
import {colon} from "./words.js";

/** A verdict is a word, an icon and a colour; never a colour alone. */
export const outcomes: Record<Outcome, {word: Text; icon: string}> = {
  supported: {word: {en: "supported", zh: "成立"}, icon: "✓"},
  refuted: {word: {en: "refuted", zh: "不成立"}, icon: "✕"},
  not_testable: {word: {en: "not testable", zh: "无法检验"}, icon: "?"}
};

const bases: Record<Basis, Text> = {
  measured: {en: "by measurement", zh: "依据实测"},
  published: {en: "by its own numbers", zh: "依据其自身数字"},
  predicted: {en: "by prediction", zh: "依据预测"},
  bound: {en: "by physics or configuration", zh: "依据物理或配置"}
};

const strengths: Record<Strength, Text> = {
  measured: {en: "measured", zh: "实测"},
  bound: {en: "bound", zh: "界限"},
  "like-for-like": {en: "like for like", zh: "同条件比较"},
  predicted: {en: "predicted", zh: "预测"},
  "self-consistent": {en: "agrees with itself only", zh: "仅自洽"}
};

/** How much a verdict's basis is worth, in words: the article's own numbers either agree with its words or contradict them. */
function strengthOf({strength, verdict}: Verdict, lang: Lang): string | null {
  if (strength === null) return null;
  if (strength === "self-consistent" && verdict === "refuted") return teller(lang)("contradicts itself", "自相矛盾");
  return strengths[strength][lang];
}

const cssName = (outcome: Outcome): string => outcome.replace("_", "-");

/** The marks of all assertions in the article's order, each a link to its card. */
export function strip(verdicts: readonly Verdict[], lang: Lang, page: string): Markup {
  const t = teller(lang);
  return html`<nav class="strip" aria-label="${t("Verdicts on the assertions, in the order of their source", "各论断的判定（按原文顺序）")}"><ol>${verdicts.map(
    (verdict) =>
      html`<li><a class="verdict ${cssName(verdict.verdict)} ${verdict.strength ?? "none"}" data-claim-mark="${verdict.id}" href="${page}#claim-${verdict.id}" title="${outcomes[verdict.verdict].word[lang]}${colon[lang]}${verdict.says[lang]}"><span aria-hidden="true">${outcomes[verdict.verdict].icon}</span><span class="skip">${outcomes[verdict.verdict].word[lang]}${colon[lang]}${verdict.says[lang]}</span></a></li>`
  )}</ol>${legend(verdicts, lang)}</nav>`;
}

/** How many of each outcome: the legend of the strip. */
function legend(verdicts: readonly Verdict[], lang: Lang): Markup {
  return html`<p class="strip-legend">${(Object.keys(outcomes) as Outcome[]).map((outcome) => {
    const n = verdicts.filter((verdict) => verdict.verdict === outcome).length;
    return html`<span class="verdict-count ${cssName(outcome)}"><span aria-hidden="true">${outcomes[outcome].icon}</span> <data value="${n}" data-count="${outcome}">${n}</data> ${outcomes[outcome].word[lang]}</span> `;
  })}</p>`;
}

/** One assertion: what it says, the verdict, the deciding inequality, and what would overturn it. */
export function claimCard(verdict: Verdict, lang: Lang): Markup {
  const t = teller(lang);
  const {word, icon} = outcomes[verdict.verdict];
  const basis = verdict.by === null ? null : bases[verdict.by][lang];
  const strength = strengthOf(verdict, lang);
  const runs = verdict.n_runs === null ? null : html` <span class="runs">n_runs = ${verdict.n_runs}</span>`;
  return html`<article class="claim card ${cssName(verdict.verdict)} ${verdict.strength ?? "none"}" id="claim-${verdict.id}" data-claim="${verdict.id}" data-verdict="${verdict.verdict}">
<header><span class="badge"><span aria-hidden="true">${icon}</span> ${word[lang]}</span> <span class="where">${/^\d/.test(verdict.where) ? t(`section ${verdict.where}`, `第 ${verdict.where} 节`) : verdict.where}</span></header>
<h3>${verdict.says_in === undefined ? verdict.says[lang] : ownTextHtml({[verdict.says_in]: verdict.says[lang]}, lang)} <a class="anchor" href="#claim-${verdict.id}" aria-label="${t("Link to this claim", "此论断的链接")}">#</a></h3>
<p class="because">${inlineMarkdown(verdict.because[lang])}</p>
${verdict.inequality === null ? null : html`<p class="inequality"><code>${verdict.inequality}</code></p>`}
<p class="basis">${basis === null ? html`${reasons[verdict.reason][lang]}` : html`${basis}${strength === null ? null : html` <span class="strength">${strength}</span>`}${colon[lang]}${reasons[verdict.reason][lang]}`}${runs}</p>
${failing(verdict, lang)}
<p class="settles"><strong>${t("What would settle it: ", "怎样才能定论：")}</strong>${inlineMarkdown(verdict.settles[lang])}</p>
${evidence(verdict, lang)}
</article>`;
}

/** Names the checks that the verdict's own numbers fail: it may rest on them, but not in silence. */
function failing({evidence}: Verdict, lang: Lang): Markup | null {
  const failed = evidence.filter(({failed_checks}) => failed_checks.length > 0);
  if (failed.length === 0) return null;
  const names = [...new Set(failed.flatMap(({failed_checks}) => failed_checks.map((check) => checkName(check, lang))))];
  const t = teller(lang);
  return html`<p class="failing">${t(
    `${failed.length} of the ${evidence.length} numbers it reads ${failed.length === 1 ? "fails" : "fail"} the audit: `,
    `所依据的 ${evidence.length} 个数字中有 ${failed.length} 个未通过审计：`
  )}<a href="${lang === "en" ? "/audit" : "/zh/audit"}">${names.join(t(", ", "、"))}</a>${t(".", "。")}</p>`;
}

const checkName = (name: string, lang: Lang): string =>
  [...publishedChecks, ...pointChecks].find((check) => check.name === name)?.label[lang] ?? name;

function evidence(verdict: Verdict, lang: Lang): Markup {
  const t = teller(lang);
  return html`<details class="drawer"><summary>${t("Numbers and evidence", "数字与证据")}</summary>
${verdict.numbers.length === 0 ? null : html`<ul class="numbers">${verdict.numbers.map((figure) => html`<li>${figure.name[lang]}${colon[lang]}${shown(figure, lang)}</li>`)}</ul>`}
<ul class="evidence">${verdict.evidence.map((one) => evidenceLine(one, lang))}</ul>
${verdict.depends_on.length === 0 ? null : html`<p>${t("Depends on these assumptions", "取决于以下假设")}${colon[lang]}${verdict.depends_on.map((name) => html`<code>${name}</code> `)}</p>`}
<p><a href="/data/verdicts.json" data-download="verdicts.json">verdicts.json</a></p>
</details>`;
}

function evidenceLine({id, column, value, kind, failed_checks}: Evidence, lang: Lang): Markup {
  const origin = originPage(id, lang) === null ? null : html` data-row="${id}" data-column="${column}"`;
  const number = html`<data value="${String(value)}"${origin}>${String(value)}</data>`;
  const why = failed_checks.map((check) => checkName(check, lang)).join(lang === "en" ? ", " : "、");
  const marked = why === "" ? number : html`<del class="failed" title="${why}">${number}</del>`;
  const unit = why === "" ? kind : lang === "en" ? `${kind}; fails: ${why}` : `${kind}；未通过：${why}`;
  return html`<li><code>${id}</code> <code>${column}</code> = ${marked} <span class="unit">${unit}</span></li>`;
}

function shown(figure: Figure, lang: Lang): Markup {
  const unit = figure.unit === null ? null : html` ${units[figure.unit][lang]}`;
  const interval =
    figure.lo === null || figure.hi === null ? null : html` [${formatNumber(figure.lo)}, ${formatNumber(figure.hi)}]`;
  return html`<data value="${String(figure.value)}">${formatNumber(figure.value)}</data>${interval}${unit}`;
}
