import {metrics, type MetricName} from "../../model/metrics.js";
import {teller, type Lang} from "../../model/text.js";
import {units} from "../../model/units.js";
import {formatCount, formatNumber, formatPercent} from "../format.js";
import {html, type Markup} from "../markup.js";
import {outcomes} from "../verdict.js";
import type {Env, ReportChange} from "../view.js";
import type {Block} from "./block.js";
import {verdictsOf} from "./claims.js";

/** What changed since the last published build: verdicts first, then headline numbers, then grounds and words. */
export const changesBlock: Block = {
  id: "changes",
  build(env) {
    const {changes, lang} = env;
    const t = teller(lang);
    if (changes == null)
      return html`<p class="figure empty">${t("There is nothing to compare with yet. Publish this build with npm run publish -- DIR, or accept its verdicts with npm run verify -- --update; the next build is then compared with it.", "尚无可比较的内容。请用 npm run publish -- DIR 发布此版本，或用 npm run verify -- --update 接受其判定；之后的版本将与之比较。")}</p>`;
    const {against, found, inputs} = changes;
    const since =
      against.from === "published"
        ? t(
            `Compared with the build published on ${against.date}, data ${against.hash}.`,
            `与 ${against.date} 发布的版本（数据 ${against.hash}）比较。`
          )
        : t(
            "No build was published from here yet: compared with what was last accepted by npm run verify -- --update.",
            "此处尚未发布过版本：与 npm run verify -- --update 最近接受的内容比较。"
          );
    const [verdicts, numbers, words] = [
      found.filter(({verdict}) => verdict),
      found.filter(({what}) => what === "value"),
      found.filter(({verdict, what}) => !verdict && what !== "value")
    ];
    return html`<p>${since} ${t(
      `${verdicts.length} verdicts changed, ${numbers.length} headline numbers, ${inputs.length} inputs.`,
      `判定变化 ${verdicts.length} 条，关键数字变化 ${numbers.length} 个，输入变化 ${inputs.length} 个。`
    )}</p>
${verdicts.length === 0 ? html`<p>${t("No verdict changed.", "判定没有变化。")}</p>` : verdictTable(env, verdicts)}
${numbers.length === 0 ? html`<p>${t("No headline number changed.", "关键数字没有变化。")}</p>` : numberTable(numbers, lang)}
${words.length === 0 ? null : wordsList(words, lang)}
${inputs.length === 0 ? null : html`<details class="drawer"><summary>${t("Changed inputs", "变化的输入")} (${inputs.length})</summary><ul>${inputs.map((path) => html`<li><code>${path}</code></li>`)}</ul></details>`}`;
  }
};

function box(caption: string, heads: readonly string[], rows: readonly Markup[]): Markup {
  return html`<div class="table-box" role="region" tabindex="0" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function verdictTable({data, lang}: Env, found: readonly ReportChange[]): Markup {
  const t = teller(lang);
  const says = new Map(verdictsOf(data).map((verdict) => [verdict.id, verdict.says[lang]]));
  const page = lang === "en" ? "/claims" : "/zh/claims";
  const word = (value: string): Markup => {
    const known = Object.entries(outcomes).find(([outcome]) => outcome === value)?.[1];
    return known === undefined ? html`–` : html`<span aria-hidden="true">${known.icon}</span> ${known.word[lang]}`;
  };
  return box(
    t("Verdicts, before and after", "判定：之前与现在"),
    [t("Assertion", "论断"), t("Before", "之前"), t("Now", "现在"), t("Because of", "原因")],
    found.map(
      ({id, before, after, because_of}) =>
        html`<tr><th scope="row">${says.has(id) ? html`<a href="${page}#claim-${id}">${says.get(id)}</a>` : html`<code>${id}</code>`}</th><td>${word(before)}</td><td>${word(after)}</td><td>${reasons(because_of, lang)}</td></tr>`
    )
  );
}

function numberTable(found: readonly ReportChange[], lang: Lang): Markup {
  const t = teller(lang);
  return box(
    t("Headline numbers, before and after", "关键数字：之前与现在"),
    [t("Number", "数字"), t("Before", "之前"), t("Now", "现在"), t("Change", "变化"), t("Because of", "原因")],
    found.map(({id, before, after, because_of}) => {
      const metric = metrics[id.split("/").at(-1) as MetricName] as (typeof metrics)[MetricName] | undefined;
      const unit = metric?.unit == null ? "" : ` ${units[metric.unit][lang]}`;
      const [a, b] = [Number(before), Number(after)];
      const both = before !== "(none)" && before !== "null" && after !== "(none)" && after !== "null" && a !== 0;
      return html`<tr><th scope="row">${metric === undefined ? null : html`${metric.label[lang]}<br>`}<code>${id}</code></th><td class="number">${number(before)}${unit}</td><td class="number">${number(after)}${unit}</td><td class="number">${both ? signed(b / a - 1) : "–"}</td><td>${reasons(because_of, lang)}</td></tr>`;
    })
  );
}

function number(value: string): Markup {
  const parsed = Number(value);
  if (value === "(none)" || value === "null" || !Number.isFinite(parsed)) return html`–`;
  return html`<data value="${value}">${Number.isInteger(parsed) ? formatCount(parsed) : formatNumber(parsed)}</data>`;
}

const signed = (share: number): string => `${share > 0 ? "+" : ""}${formatPercent(share)}`;

function reasons(paths: readonly string[], lang: Lang): Markup {
  return paths.length === 0
    ? html`${teller(lang)("the code; no input that it rests on changed", "代码；其依据的输入没有变化")}`
    : html`${paths.map((path) => html`<code>${path}</code> `)}`;
}

function wordsList(found: readonly ReportChange[], lang: Lang): Markup {
  const t = teller(lang);
  const own = found.filter(({what}) => what !== (lang === "en" ? "because (zh)" : "because"));
  return html`<details class="drawer"><summary>${t("Grounds and wording that changed", "变化的依据与措辞")}</summary><dl class="columns">${own.map(
    ({id, what, before, after}) =>
      html`<div><dt><code>${id}</code> ${what}</dt><dd><del>${before}</del></dd><dd><ins>${after}</ins></dd></div>`
  )}</dl></details>`;
}
