import {groups} from "d3";
import {shownKind, type Dataset} from "../../model/dataset.js";
import {answerLoad, type Limits, type LoadAnswer, type LoadQuestion} from "../../model/load-limits.js";
import {teller, type Lang} from "../../model/text.js";
import {configurationName} from "../configuration.js";
import {formatCount, formatNumber} from "../format.js";
import {html} from "../markup.js";
import {tableHtml} from "../table.js";
import type {CellValue, ViewRow} from "../view.js";
import type {Block} from "./block.js";

/** What the sweeps searched: how much load each measured configuration carries within limits on latency. */
export const loadLimits: Block = {
  id: "load-limits",
  build({data, lang, runs = []}) {
    const t = teller(lang);
    const questions = groups(
      runs.flatMap(({searches}) => searches),
      (each) => JSON.stringify(each)
    ).map(([, [first]]) => first!);
    const rows = questions.flatMap((question) =>
      answerLoad(data, question, shownKind(data)).map((answer): ViewRow => row(data, answer, lang))
    );
    if (rows.length === 0)
      return html`<p class="empty">${t(
        "No sweep searched a limit on latency: `searches:` in a spec asks for it, as in data/sweeps/tour.yaml.",
        "尚无 sweep 搜索时延上限：在 spec 中写 `searches:` 即可，例见 data/sweeps/tour.yaml。"
      )}</p>`;
    const plain = (name: string, en: string, zh: string) => ({name, label: t(en, zh), unit: null, numeric: false});
    const level = (value: CellValue): string => (value === null ? "–" : String(value));
    return tableHtml(
      {
        caption: t("Load within a limit, from all points at hand", "上限之内的负载（取自全部测量点）"),
        columns: [
          plain("limits", "Limit", "上限"),
          plain("model", "Model", "模型"),
          plain("configuration", "Configuration", "配置"),
          plain("over", "Load", "负载"),
          {name: "holds", label: t("holds at", "成立于"), unit: null, numeric: true, show: level},
          {name: "fails", label: t("fails at", "不成立于"), unit: null, numeric: true, show: level},
          plain("undecided", "cannot tell at", "无法判断于"),
          {name: "n_levels", label: t("Levels tested", "已测档位"), unit: null, numeric: true},
          {name: "n_requests", label: t("Requests", "请求数"), unit: "requests", numeric: true}
        ],
        rows
      },
      lang
    );
  }
};

function row(data: Dataset, answer: LoadAnswer, lang: Lang): ViewRow {
  const {passes, fails, undecided, n_levels, n_requests} = answer;
  return {
    limits: limitsText(answer.limits),
    model: data.models.find(({names}) => names.includes(answer.model))?.id ?? answer.model,
    configuration: configurationName(data, answer),
    over: loadText(answer, lang),
    holds: passes ?? (fails === null || undecided.length > 0 ? null : teller(lang)("none", "无")),
    fails,
    undecided: undecided.map((load) => formatCount(load)).join(", "),
    n_levels,
    n_requests
  };
}

/** "TTFT p90 ≤ 1,000 ms, TPOT p90 ≤ 30 ms". */
function limitsText(limits: Limits): string {
  return Object.entries(limits)
    .map(([metric, ms]) => {
      const [quantity, percentile] = metric.split("_") as [string, string];
      return `${quantity.toUpperCase()} ${percentile} ≤ ${formatNumber(ms)} ms`;
    })
    .join(", ");
}

function loadText({over, input_tokens, output_tokens}: LoadQuestion, lang: Lang): string {
  const t = teller(lang);
  const load = over === "concurrency" ? t("streams at once", "并发") : t("arrivals a second", "每秒到达");
  return `${load}${t(", ", "，")}${input_tokens}/${output_tokens}`;
}
