import {max} from "d3";
import {auditPoints} from "../../model/audit/audit.js";
import type {Dataset} from "../../model/dataset.js";
import {runSlug, type RunRecord} from "../../model/run-record.js";
import {teller} from "../../model/text.js";
import {configurationName} from "../configuration.js";
import {html} from "../markup.js";
import {tableHtml} from "../table.js";
import type {ViewRow} from "../view.js";
import {kindWords} from "../words.js";
import type {Block} from "./block.js";

/** All runs with a link to each one's page; a script that takes over sorts by any column and filters by any word. */
export const runIndex: Block = {
  id: "runs",
  build({data, lang, runs = []}) {
    const t = teller(lang);
    if (runs.length === 0)
      return html`<p class="empty">${t("No run yet. Try the simulated target: ", "尚无运行。可先用模拟目标试运行：")}<code>npm run sweep -- data/sweeps/minimal.yaml</code>${t("; or ingest results: ", "；或导入结果：")}<code>npm run ingest -- FOLDER --name RUN</code></p>`;
    const label = t("Show runs that hold", "只显示含此词的运行");
    return html`<p class="row-filter" hidden><label>${label} <input type="search" data-rows="runs-index" /></label> <span role="status" data-rows-count="runs-index"></span></p>
      <div id="runs-index">${tableHtml(
        {
          caption: t("Runs", "全部运行"),
          columns: [
            {
              name: "run",
              label: t("Run", "运行"),
              unit: null,
              numeric: false,
              show: (run) =>
                html`<a href="/${lang === "zh" ? "zh/" : ""}runs/${runSlug(String(run))}.html">${String(run)}</a>`
            },
            {
              name: "kind",
              label: t("Kind", "性质"),
              unit: null,
              numeric: false,
              show: (kind) => kindWords[kind as RunRecord["kind"]][lang]
            },
            {name: "model", label: t("Model", "模型"), unit: null, numeric: false},
            {name: "configuration", label: t("Configuration", "配置"), unit: null, numeric: false},
            {name: "engine", label: t("Engine", "引擎"), unit: null, numeric: false},
            {name: "n_points", label: t("Points", "测量点"), unit: null, numeric: true},
            {name: "n_failed", label: t("Failed", "失败"), unit: null, numeric: true},
            {
              name: "n_audit_failed",
              label: t("Fail audit", "审计未过"),
              unit: null,
              numeric: true
            },
            {name: "output_tokens_per_s", label: t("Most output", "最大输出吞吐"), unit: "tok/s", numeric: true},
            {
              name: "date",
              label: t("Measured", "测量日期"),
              unit: null,
              numeric: false,
              show: (date) => html`<span class="nowrap">${date === null ? "–" : String(date)}</span>`
            }
          ],
          rows: runs.map((run) => runRow(data, run))
        },
        lang
      )}</div>`;
  }
};

function runRow(data: Dataset, {run, kind}: RunRecord): ViewRow {
  const points = data.points.filter((point) => point.run === run);
  const servers = data.servers.filter((server) => server.run === run);
  const list = (values: readonly (string | null)[]): string | null =>
    [...new Set(values.filter((value) => value !== null))].join(", ") || null;
  const ids = new Set(points.map((point) => point.point_id));
  const failing = auditPoints(data).filter((row) => row.status === "fail" && ids.has(row.point));
  const start = max(points, (point) => point.end_utc ?? undefined);
  return {
    run,
    kind,
    model: list(servers.map((server) => server.model)),
    configuration: list(
      servers.map(({gpu, gpu_name, gpus, precision}) =>
        configurationName(data, {gpu: gpu ?? gpu_name ?? "?", gpus: gpus ?? 1, precision})
      )
    ),
    engine: list(servers.map(({engine, engine_version}) => [engine, engine_version].filter(Boolean).join(" ") || null)),
    n_points: points.length,
    n_failed: points.filter(({status}) => status !== "ok").length,
    n_audit_failed: new Set(failing.map(({point}) => point)).size,
    output_tokens_per_s:
      max(points, (point) => (point.status === "ok" ? (point.output_tokens_per_s ?? undefined) : undefined)) ?? null,
    date: start === undefined ? null : new Date(start).toISOString().slice(0, 10)
  };
}
