import * as Plot from "@observablehq/plot";
import {definitionGap, definitionNotes} from "../../model/interchange/definitions.js";
import type {ImportedSet} from "../../model/interchange/import-set.js";
import {points, type PointRow} from "../../model/tables/points.js";
import {teller, type Lang} from "../../model/text.js";
import {floored} from "../floored.js";
import {figureHtml} from "../figure.js";
import {html, raw, type Markup} from "../markup.js";
import {chart, logTicks, tickFormat} from "../plot.js";
import {tableHtml} from "../table.js";
import {declared, pick, type FigureView, type ViewColumn} from "../view.js";

interface Where {
  readonly lang: Lang;
  readonly document: Document;
}

const columns = [
  "point_id",
  "kind",
  "client",
  "model",
  "concurrency",
  "request_rate_per_s",
  "n_completed",
  "n_failed",
  "ttft_p50_ms",
  "ttft_p99_ms",
  "tpot_p50_ms",
  "itl_p50_ms",
  "e2e_p50_ms",
  "output_tokens_per_s",
  "output_tokens_per_s_per_user"
] as const;

/** Measured rows have no differing definitions: what an imported number is compared with. */
const here = {definitions: null};
const dagger = "†";

/**
 * What was read, as a reader sees it: charts with the measured points (null where the page draws the rows among its own), a table whose
 * marks say where definitions differ, and every file.
 */
export function importedHtml(set: ImportedSet, measured: readonly PointRow[] | null, where: Where): Markup {
  const {lang} = where;
  const t = teller(lang);
  const rows = set.rows.filter(({status}) => status === "ok");
  return html`${rows.length === 0 || measured === null ? null : figures(rows, measured, where)}
    ${
      set.rows.length === 0
        ? null
        : html`${tableHtml(
            {
              caption: t("Imported points", "导入的点"),
              columns: viewColumns(lang),
              rows: pick(set.rows, [...columns, "definitions"])
            },
            lang
          )}
          ${notes(set.rows, lang)}`
    }
    ${files(set, lang)}`;
}

/** Columns of the table; a number that is defined otherwise than the measured ones carries a dagger. */
function viewColumns(lang: Lang): ViewColumn[] {
  return declared(points, columns, lang).map((given) => {
    const column = floored(given, lang);
    if (!column.numeric) return column;
    return {
      ...column,
      show: (value, row) => {
        const shown = column.show?.(value, row) ?? (value === null ? "–" : plain(column.name, Number(value)));
        if (value === null) return shown;
        const gap = definitionGap({definitions: row["definitions"] as string | null}, here, column.name);
        return gap.length === 0
          ? shown
          : html`${shown}<abbr class="differs" title="${gap.map((text) => text[lang]).join("; ")}">${dagger}</abbr>`;
      }
    };
  });
}

const plain = (name: string, value: number): string =>
  /^(?:n_|concurrency$)/.test(name)
    ? value.toLocaleString("en-US")
    : value.toPrecision(3).replace(/^(\d+)\.?0*e.*$/, () => String(Math.round(value)));

/** What differs, by tool, in words. */
function notes(rows: readonly PointRow[], lang: Lang): Markup {
  const t = teller(lang);
  const lines = new Map<string, Set<string>>();
  for (const row of rows) {
    for (const column of columns) {
      for (const {[lang]: text} of definitionNotes(row, column)) {
        lines.set(text, (lines.get(text) ?? new Set()).add(row.client ?? row.server));
      }
    }
  }
  const problems = rows.flatMap(({point_id, problems}) => (problems === null ? [] : [`${point_id}: ${problems}`]));
  if (lines.size === 0 && problems.length === 0) return html``;
  return html`<p>
      ${dagger} ${t("defined otherwise than the measured numbers: compare with care. How these numbers came to be:", "定义与实测数字不同，比较时须谨慎。这些数字的由来：")}
    </p>
    <ul class="import-notes">
      ${[...lines].map(([text, clients]) => html`<li>${[...clients].join(", ")}: ${text}</li>`)}
      ${problems.map((problem) => html`<li>${problem}</li>`)}
    </ul>`;
}

function files(set: ImportedSet, lang: Lang): Markup {
  const t = teller(lang);
  const line = ({status, path, format, n_points, note, problem}: ImportedSet["files"][number]): Markup => {
    if (status === "damaged") return html`<li class="damaged"><strong>${t("damaged", "损坏")}</strong> ${problem}</li>`;
    if (status === "unknown") return html`<li>${t("not a result of a known tool", "不是已知工具的结果")}: ${path}</li>`;
    return html`<li>${path}: ${format}, ${n_points}${note === null ? null : html`; ${note}`}</li>`;
  };
  const damaged = set.files.filter(({status}) => status === "damaged");
  const others = set.files.filter(({status}) => status !== "damaged");
  return html`${damaged.length === 0 ? null : html`<ul class="import-files">${damaged.map(line)}</ul>`}
    <details class="drawer"><summary>${t("Files", "文件")} (${set.files.length})</summary><ul class="import-files">${others.map(line)}</ul></details>`;
}

/** Measured points that are like the imported ones in model and lengths; all where none are, which the subtitle says. */
function references(
  rows: readonly PointRow[],
  measured: readonly PointRow[]
): {rows: readonly PointRow[]; like: boolean} {
  const key = (row: PointRow): string =>
    [
      row.model?.split("/").at(-1)?.toLowerCase(),
      row.input_tokens ?? row.input_tokens_mean,
      row.output_tokens ?? row.output_tokens_mean
    ].join();
  const wanted = new Set(rows.map(key));
  const like = measured.filter((row) => wanted.has(key(row)));
  return like.length > 0 ? {rows: like, like: true} : {rows: measured, like: false};
}

function figures(rows: readonly PointRow[], measured: readonly PointRow[], where: Where): Markup {
  const t = teller(where.lang);
  const reference = references(rows, measured);
  return html`${figure("import-throughput", rows, reference, where, {
    x: "output_tokens_per_s_per_user",
    y: "output_tokens_per_s",
    name: t("throughput against interactivity", "吞吐与单用户速度")
  })}
  ${figure("import-ttft", rows, reference, where, {
    x: "concurrency",
    y: "ttft_p50_ms",
    name: t("TTFT p50 against concurrency", "TTFT p50 与并发")
  })}`;
}

type Axis = "output_tokens_per_s_per_user" | "output_tokens_per_s" | "concurrency" | "ttft_p50_ms";

interface Mark {
  readonly row: PointRow;
  readonly x: number;
  readonly y: number;
  readonly imported: boolean;
  readonly label: string;
}

function figure(
  id: string,
  rows: readonly PointRow[],
  reference: {rows: readonly PointRow[]; like: boolean},
  {lang, document}: Where,
  axes: {x: Axis; y: Axis; name: string}
): Markup {
  const t = teller(lang);
  const differs = (row: PointRow): boolean =>
    [axes.x, axes.y].some((column) => definitionGap(row, here, column).length > 0);
  const marksOf = (list: readonly PointRow[], imported: boolean): Mark[] =>
    list.flatMap((row) => {
      const [x, y] = [row[axes.x], row[axes.y]];
      if (x === null || y === null || !(x > 0) || !(y > 0)) return [];
      const load = row.concurrency === null ? "" : ` c${row.concurrency}`;
      return [
        {row, x, y, imported, label: `${imported ? row.server : ""}${load}${imported && differs(row) ? dagger : ""}`}
      ];
    });
  const own = marksOf(rows, true);
  if (own.length === 0) return html``;
  const marks = [...marksOf(reference.rows, false), ...own];
  const extent = (name: "x" | "y"): number[] => [
    Math.min(...marks.map((m) => m[name])),
    Math.max(...marks.map((m) => m[name]))
  ];
  const [labelX, labelY] = declared(points, [axes.x, axes.y], lang).map(
    ({label, unit}) => `${label}${unit === null ? "" : ` (${unit})`}`
  );
  const count = own.filter(({row}) => differs(row)).length;
  const title = t(
    `${own.length} imported points beside ${marks.length - own.length} measured: ${axes.name}`,
    `${own.length} 个导入点与 ${marks.length - own.length} 个实测点：${axes.name}`
  );
  const svg = chart({
    document,
    x: {type: "log", label: labelX!, ticks: logTicks(extent("x"), 6), tickFormat, grid: true},
    y: {type: "log", label: labelY!, ticks: logTicks(extent("y"), 6), tickFormat, grid: true},
    marks: [
      Plot.dot(
        marks.filter((m) => !m.imported),
        {x: "x", y: "y", r: 3.5, fill: "var(--muted)"}
      ),
      Plot.dot(own, {x: "x", y: "y", r: 5, fill: "var(--accent)", fillOpacity: 0.5, stroke: "var(--accent)"}),
      Plot.text(own.length <= 24 ? own : [], {
        x: "x",
        y: "y",
        text: "label",
        dy: -10,
        fontSize: 11,
        fill: "var(--ink)",
        stroke: "var(--ground)",
        paintOrder: "stroke"
      })
    ]
  });
  const view: FigureView = {
    title,
    subtitle: [
      t(`${labelY} against ${labelX}, both logarithmic`, `${labelY} 与 ${labelX}，双对数坐标`),
      reference.like
        ? t("measured points of the same model and lengths", "同模型、同长度的实测点")
        : t(
            "no measured point has the same model and lengths: all are shown, for orientation only, not like for like",
            "没有同模型、同长度的实测点：全部显示仅供参照，并非同类比较"
          ),
      ...(count === 0
        ? []
        : [
            t(
              `${dagger} ${count} points whose definitions differ from the measured`,
              `${dagger} ${count} 个点的定义与实测不同`
            )
          ])
    ].join(t("; ", "；")),
    svg,
    alt: t(`Scatter. ${title}.`, `散点图。${title}。`),
    table: {
      caption: title,
      columns: declared(points, ["point_id", "kind", axes.x, axes.y], lang),
      rows: marks.map(({row}) => pick([row], ["point_id", "kind", axes.x, axes.y])[0]!)
    },
    source: [...new Set(own.map(({row}) => row.client ?? row.file))].join(", "),
    method: html`${t("Read in this browser from the files named below; nothing of it is stored.", "由下列文件在本浏览器中读取，不作任何保存。")}`,
    kinds: marks.length > own.length ? ["measured", "imported"] : ["imported"]
  };
  // Static files of a figure are made at build; this one lives in the page alone.
  const source = figureHtml(id, view, lang).source.replace(/<ul class="files">[\s\S]*?<\/ul>/, "");
  return raw(source);
}
