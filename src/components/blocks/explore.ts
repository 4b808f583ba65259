import type {Dataset} from "../../model/dataset.js";
import {teller} from "../../model/text.js";
import {filterHtml, viewControls} from "../explore/controls.js";
import {exploreModel, type ExploreModel} from "../explore/model.js";
import {defaultState, filters, shown} from "../explore/state.js";
import {seriesList, summaryText} from "../explore/summary.js";
import type {ExploreEnv} from "../explore/view.js";
import {exploreViews} from "../explore/views.js";
import {figureHtml} from "../figure.js";
import {html} from "../markup.js";
import {strip} from "../verdict.js";
import type {Env, Figure} from "../view.js";
import type {Block} from "./block.js";
import {verdictsOf} from "./claims.js";

const cache = new WeakMap<Dataset, ExploreModel>();

/** The model of Explore, made once a data set. */
export function exploreModelOf(data: Dataset): ExploreModel {
  const known = cache.get(data) ?? exploreModel(data);
  cache.set(data, known);
  return known;
}

function defaultEnv({data, lang, document}: Env): ExploreEnv {
  const model = exploreModelOf(data);
  const state = defaultState(model);
  return {model, state, points: shown(model, state), lang, document};
}

/** The linked views in their default state, as figures with files of their own. */
export const exploreFigures: readonly Figure[] = exploreViews.map((own) => ({
  id: own.id,
  build(env) {
    const view = own.build(defaultEnv(env));
    if (!("empty" in view)) unlink(view.svg);
    return view;
  }
}));

/** A chart without what a script needs of it: names of marks are most of its bytes. */
function unlink(svg: SVGSVGElement): void {
  for (const element of svg.querySelectorAll("[data-points]")) {
    element.removeAttribute("data-points");
    element.removeAttribute("data-name");
  }
}

/** The whole of Explore as it stands before a script takes over: views, and controls that wait for it. */
export const explore: Block = {
  id: "explore",
  build(env) {
    const {data, lang} = env;
    const t = teller(lang);
    const own = defaultEnv(env);
    const {model, state, points} = own;
    if (points.length === 0)
      return html`<p class="figure empty">${t("Nothing to explore yet: run npm run sweep, or ingest results with npm run ingest.", "暂无可探索的数据：请运行 npm run sweep，或用 npm run ingest 导入结果。")}</p>`;
    return html`<div class="explore" data-explore>
<noscript><p>${t("The views below show one workload. With JavaScript on, you choose GPUs, precisions, workloads and kinds of number, and what you select in one view is marked in all.", "以下视图为一种负载。启用 JavaScript 后可选择 GPU、精度、负载与数字种类，在一个视图中所选会在所有视图中标出。")}</p></noscript>
<div class="explore-controls" data-explore-controls role="group" aria-label="${t("Filters", "筛选")}" hidden>${filters.map((filter) => filterHtml(model, state, filter, lang))}<p class="buttons"><button type="button" data-reset>${t("Reset", "重置")}</button> <button type="button" data-clear>${t("Clear the selection", "清除所选")}</button> <button type="button" data-copy>${t("Copy link", "复制链接")}</button></p>
<p class="hint">${t("Select by click or by drawing a rectangle in the first chart; with the keyboard: arrow keys move among the marks of a chart, Space selects, Escape clears.", "点击标记，或在第一张图中拖出矩形即可选择；键盘：方向键在图内标记间移动，空格选择，Esc 清除。")}</p></div>
<p class="explore-summary" data-explore-summary role="status">${summaryText(model, state, points, lang)}</p>
<div data-explore-series>${seriesList(model, points, lang, false)}</div>
<div data-explore-verdicts>${strip(verdictsOf(data), lang, lang === "en" ? "/claims" : "/zh/claims")}<p class="hint" data-explore-verdict role="status"></p></div>
<h2>${t("Linked views", "联动视图")}</h2>
${exploreFigures.map(
  (figure) =>
    html`<section class="explore-view" data-view="${figure.id}"><div class="view-controls" data-explore-controls hidden>${viewControls(figure.id, model, state, lang)}</div><div data-view-body>${figureHtml(figure.id, figure.build(env), lang)}</div></section>`
)}
<div data-explore-table></div>
<p class="files">${t("Data of this page: ", "本页数据：")}<a href="/data/explore.json" data-download="explore.json" data-explore-model>explore.json</a> <a href="/data/requests.arrow" data-download="requests.arrow" data-explore-requests>requests.arrow</a></p>
</div>`;
  }
};
