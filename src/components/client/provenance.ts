// The dialog that says where one number comes from.
import type {PointOrigin, RunOrigin} from "../../model/origin.js";
import type {Article} from "../../model/article.js";
import type {ModelEntry} from "../../model/dataset.js";
import {teller, type Lang, type Text} from "../../model/text.js";
import {formatCount} from "../format.js";
import {formulaOf} from "../formula.js";
import {html, type Content, type Markup} from "../markup.js";
import {originPage} from "../origin.js";
import {pageAddress} from "../site-root.js";
import {fetchJson} from "./fetch-json.js";
import {pageLang} from "./page-lang.js";

const runs = new Map<string, Promise<RunOrigin>>();

/** Shows where a number comes from; `number` names its row and column, a mark of a chart its row. */
export async function open(root: string, number: HTMLElement | SVGElement): Promise<void> {
  const lang = pageLang();
  const row = number.dataset["row"]!;
  const column = number.dataset["column"] ?? "";
  const dialog = dialogOf(lang);
  const content = dialog.querySelector("[data-content]")!;
  const value = number.getAttribute("value");
  const formula = formulaOf(row, column);
  const fill = (details: Markup): void => {
    content.innerHTML =
      html`<h2 id="origin-title">${value === null ? row : number.textContent} <span class="unit">${formula?.label[lang] ?? column}</span></h2>
<dl>${line({en: "Row", zh: "行"}, link(root, row, lang), lang)}${value === null ? null : html`${line({en: "Column", zh: "列"}, html`<code>${column}</code>`, lang)}${line({en: "Exact value", zh: "精确值"}, html`<code>${value}</code>`, lang)}`}${formula === null ? null : line({en: "Formula", zh: "公式"}, formula.definition[lang], lang)}${details}</dl>`.source;
  };
  fill(html``);
  if (!dialog.open) dialog.showModal();
  try {
    fill(await detailsOf(root, row, lang));
  } catch (error) {
    fill(line({en: "Origin", zh: "出处"}, error instanceof Error ? error.message : String(error), lang));
  }
}

async function detailsOf(root: string, row: string, lang: Lang): Promise<Markup> {
  const t = teller(lang);
  const [kind, run] = row.split("/");
  if (kind === "published") {
    const {file} = await fetchJson<Article>(root, "data/article.json");
    return html`${line({en: "Kind", zh: "种类"}, t("published: as its source prints it, or computed from what it prints", "已发表：来源所印，或由所印数字算出"), lang)}${line({en: "File", zh: "文件"}, html`<code>${file}</code>`, lang)}${line({en: "Computed again by", zh: "重新计算"}, command("npm run build"), lang)}`;
  }
  if (kind === "hardware")
    return html`${line({en: "Kind", zh: "种类"}, t("bound: physics, from the data sheet's values", "界限：物理规律，取数据手册的数值"), lang)}${line({en: "File", zh: "文件"}, html`<code>data/hardware.yaml</code>`, lang)}${line({en: "Computed again by", zh: "重新计算"}, command("npm run build"), lang)}`;
  if (kind === "predicted") return predicted(row, await modelOf(root), lang);
  runs.set(run!, runs.get(run!) ?? fetchJson<RunOrigin>(root, `data/provenance/${run}.json`));
  return measured(await runs.get(run!)!, row, lang);
}

/** The model that this page's predictions are of: the study's on its page, else that under examination. */
async function modelOf(root: string): Promise<string> {
  const own = document.querySelector("[data-study-model]")?.getAttribute("data-study-model");
  if (own != null) return own;
  const [{model}, models] = await Promise.all([
    fetchJson<Article>(root, "data/article.json"),
    fetchJson<readonly ModelEntry[]>(root, "data/models.json")
  ]);
  return models.find(({names}) => names.includes(model.name))?.id ?? model.name;
}

/** "predicted/<gpu>-x1/fp16/c4" is a command of the simulator. */
function predicted(row: string, model: string, lang: Lang): Markup {
  const t = teller(lang);
  const [, configuration = "", precision = "", load = ""] = row.split("/");
  const [, gpu = "", gpus = "1"] = /^(.*)-x(\d+)$/.exec(configuration) ?? [];
  const text = `npm run predict -- --gpu ${gpu} --tp ${gpus} --model ${model} --precision ${precision} --concurrency ${load.replace(/^c/, "")}`;
  return html`${line({en: "Kind", zh: "种类"}, t("predicted: the calibrated simulator, with its 90 % interval; never a measurement", "预测：经校准的模拟器及其 90 % 区间，并非实测"), lang)}${line({en: "Predicted again by", zh: "重新预测"}, html`${command(text)}${t(" with --input, --output and --slo as assumed", "，另按假设加 --input、--output 与 --slo")}`, lang)}`;
}

function measured(run: RunOrigin, row: string, lang: Lang): Markup {
  const t = teller(lang);
  const point = run.points[row];
  const started = run.servers[row.split("/").slice(2).join("/")];
  if (started !== undefined)
    return html`${line({en: "Kind", zh: "种类"}, run.kind, lang)}${line({en: "Run", zh: "运行"}, html`<code>${run.run}</code>, ${run.created_utc.slice(0, 10)}; ${started.engine}, CUDA ${started.cuda ?? "?"}`, lang)}${line({en: "Manifest", zh: "清单"}, html`<code>data/runs/${run.run}/manifest.json</code><br>sha256 <code class="hash">${run.manifest_sha256}</code>`, lang)}${line({en: "Server", zh: "服务端"}, recorded(started.command, lang), lang)}`;
  if (point === undefined) throw new Error(t(`run ${run.run} has no row ${row}`, `运行 ${run.run} 中没有 ${row}`));
  const {level} = point;
  const server = run.servers[point.server];
  return html`${line({en: "Kind", zh: "种类"}, run.kind, lang)}${line({en: "Run", zh: "运行"}, html`<code>${run.run}</code>, ${run.created_utc.slice(0, 10)}; ${server?.engine ?? "?"}, ${run.client}`, lang)}
${line({en: "Requests", zh: "请求数"}, `n = ${formatCount(point.n_requests)}`, lang)}
${line({en: "Repeats", zh: "重复"}, html`${t(`${level.length} of this configuration and load; tables and charts by load show their mean`, `此配置与负载共 ${level.length} 次；按负载的表与图取其均值`)}: ${level.map((id) => html`<code>${id}</code> `)}`, lang)}
${line({en: "Raw files", zh: "原始文件"}, files(run, point, lang), lang)}
${line({en: "Server", zh: "服务端"}, recorded(server?.command ?? null, lang), lang)}
${line({en: "Load generator", zh: "压测客户端"}, recorded(point.command, lang), lang)}
${line({en: "Measured again by", zh: "重新测量"}, point.again === null ? t("this run was not made by a sweep spec: repeat the two commands above", "该运行不是由 sweep 规格产生：重复以上两条命令即可") : command(point.again), lang)}
${run.notes.length === 0 ? null : line({en: "Notes", zh: "说明"}, html`<span lang="en">${run.notes.join(" ")}</span>`, lang)}`;
}

function files(run: RunOrigin, point: PointOrigin, lang: Lang): Markup {
  const t = teller(lang);
  const order = [...point.files].sort((a, b) => Number(b.role === "result") - Number(a.role === "result"));
  return html`<ul>${order.map(
    ({path, role, sha256, stored_sha256}) =>
      html`<li><code>data/runs/${run.run}/${path}</code> (${role})<br>${t("stored", "存储")} sha256 <code class="hash">${stored_sha256}</code><br>${t("original", "原始")} sha256 <code class="hash">${sha256}</code></li>`
  )}</ul>`;
}

function recorded(parts: readonly string[] | null, lang: Lang): Markup {
  return parts === null ? html`${lang === "en" ? "not recorded" : "没有记录"}` : command(parts.map(quoted).join(" "));
}

const quoted = (part: string): string => (/^[\w./:=@%+,-]+$/.test(part) ? part : `'${part.replaceAll("'", `'\\''`)}'`);

const command = (text: string): Markup => html`<code class="command">${text}</code>`;

const line = (name: Text, value: Content, lang: Lang): Markup =>
  html`<div><dt>${name[lang]}</dt><dd>${value}</dd></div>`;

function link(root: string, row: string, lang: Lang): Markup {
  const [page, anchor] = (originPage(row, lang) ?? "").split("#");
  if (page === undefined || page === "") return html`<code>${row}</code>`;
  return html`<a href="${pageAddress(root, page)}${anchor === undefined ? "" : `#${anchor}`}"><code>${row}</code></a>`;
}

function dialogOf(lang: Lang): HTMLDialogElement {
  const known = document.querySelector<HTMLDialogElement>("dialog.origin");
  if (known !== null) return known;
  const dialog = document.createElement("dialog");
  dialog.className = "origin";
  dialog.setAttribute("aria-labelledby", "origin-title");
  dialog.innerHTML =
    html`<form method="dialog"><button class="plain" aria-label="${lang === "en" ? "Close" : "关闭"}">✕</button></form><div data-content></div>`.source;
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the ground beside it
  });
  document.body.append(dialog);
  return dialog;
}
