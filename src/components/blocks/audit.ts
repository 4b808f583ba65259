import {auditPoints, auditPublished} from "../../model/audit/audit.js";
import type {AuditRow, AuditStatus} from "../../model/audit/audit-row.js";
import {pointChecks} from "../../model/audit/point-checks.js";
import {publishedChecks} from "../../model/audit/published-checks.js";
import {teller, type Lang, type Text} from "../../model/text.js";
import {html, type Markup} from "../markup.js";
import {colon} from "../words.js";
import type {Block} from "./block.js";

const statuses: Record<AuditStatus, {icon: string; word: Text}> = {
  pass: {icon: "✓", word: {en: "pass", zh: "通过"}},
  warn: {icon: "!", word: {en: "warn", zh: "警告"}},
  fail: {icon: "✕", word: {en: "fail", zh: "未通过"}},
  not_checked: {icon: "·", word: {en: "not checked", zh: "未检查"}}
};

/** Rows = measured points, columns = checks. */
export const auditOfPoints: Block = {
  id: "audit-points",
  build: ({data, lang}) =>
    matrix(
      teller(lang)("Measured points against procedural and physical checks", "实测点的流程与物理检查"),
      pointChecks,
      auditPoints(data),
      lang
    )
};

/** Rows = printed rows of the article, columns = checks. */
export const auditOfPublished: Block = {
  id: "audit-published",
  build: ({data, lang}) =>
    matrix(
      teller(lang)(
        `The ${data.article.noun.en}'s rows against arithmetic and physics`,
        `${data.article.noun.zh}各行的算术与物理检查`
      ),
      publishedChecks,
      auditPublished(data),
      lang
    )
};

function matrix(
  caption: string,
  checks: readonly {name: string; label: Text}[],
  rows: readonly AuditRow[],
  lang: Lang
): Markup {
  const t = teller(lang);
  const ids = [...new Set(rows.map((row) => row.point))];
  if (ids.length === 0) return html`<p class="empty">${t("Nothing to check yet.", "暂无可检查的数据。")}</p>`;
  const found = new Map(rows.map((row) => [`${row.point}\n${row.check}`, row]));
  return html`${legend(rows, lang)}<div class="table-box audit" role="region" tabindex="0" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr><th scope="col">${t("Row", "行")}</th>${checks.map(({label}) => html`<th scope="col" class="turned"><span>${label[lang]}</span></th>`)}</tr></thead>
<tbody>${ids.map((id) => html`<tr><th scope="row"><code>${id}</code></th>${checks.map(({name}) => cell(found.get(`${id}\n${name}`), lang))}</tr>`)}</tbody></table></div>
${reasons(rows, checks, lang)}`;
}

function cell(row: AuditRow | undefined, lang: Lang): Markup {
  if (row === undefined) return html`<td></td>`;
  const {icon, word} = statuses[row.status];
  return html`<td class="status ${row.status}" data-status="${row.status}"><span role="img" aria-label="${word[lang]}" title="${word[lang]}${colon[lang]}${row.reason[lang]}">${icon}</span></td>`;
}

function legend(rows: readonly AuditRow[], lang: Lang): Markup {
  return html`<p class="audit-legend">${(Object.keys(statuses) as AuditStatus[]).map((status) => html`<span class="status ${status}"><span aria-hidden="true">${statuses[status].icon}</span> ${rows.filter((row) => row.status === status).length} ${statuses[status].word[lang]}</span> `)}</p>`;
}

/** Every failure and warning in words: first what failed, then what to know. */
function reasons(rows: readonly AuditRow[], checks: readonly {name: string; label: Text}[], lang: Lang): Markup {
  const t = teller(lang);
  const label = (name: string): string => checks.find((check) => check.name === name)?.label[lang] ?? name;
  const list = (status: AuditStatus): Markup => {
    const found = rows.filter((row) => row.status === status);
    if (found.length === 0) return html``;
    return html`<details class="drawer"${status === "fail" ? html` open` : null}><summary>${statuses[status].word[lang]} (${found.length})</summary><ul class="reasons">${found.map((row) => html`<li><code>${row.point}</code> ${label(row.check)}${colon[lang]}${row.reason[lang]}</li>`)}</ul></details>`;
  };
  return html`<div class="audit-reasons" aria-label="${t("Reasons", "原因")}" role="group">${list("fail")}${list("warn")}</div>`;
}
