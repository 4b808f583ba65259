import {descending} from "d3";
import type {Dataset} from "../../model/dataset.js";
import {points} from "../../model/tables/points.js";
import {teller, type Text} from "../../model/text.js";
import {html} from "../markup.js";
import {tableHtml} from "../table.js";
import {declared, pick} from "../view.js";
import type {Block} from "./block.js";

/** One cell: what is typed, and the rows of the points table that it prints. A test runs the Python cells. */
export interface Cell {
  readonly id: string;
  readonly language: "python" | "javascript";
  readonly says: Text;
  readonly code: string;
  /** Ids of the points in the result, in its order; null where the result is not rows. */
  readonly ids: ((data: Dataset) => string[]) | null;
}

const fastest = (data: Dataset): string[] =>
  data.points
    .filter(
      ({kind, status, output_tokens_per_s}) => kind === "measured" && status === "ok" && output_tokens_per_s !== null
    )
    .sort((a, b) => descending(a.output_tokens_per_s!, b.output_tokens_per_s!))
    .slice(0, 3)
    .map(({point_id}) => point_id);

/** The cells in order. Each begins with what it needs, so that it runs alone in the folder of the downloaded files. */
export const cells: readonly Cell[] = [
  {
    id: "pyarrow",
    language: "python",
    says: {
      en: "pyarrow: the file describes itself. Units, labels and definitions are in the metadata of each field, the kind of number and the SHA-256 of every input in that of the schema.",
      zh: "pyarrow：文件自带说明。单位、名称与定义在各字段的元数据中，数据种类与每个输入的 SHA-256 在模式元数据中。"
    },
    code: `import pyarrow as pa
points = pa.ipc.open_file("points.arrow").read_all()
field = points.schema.field("ttft_p50_ms")
result = {name: field.metadata[name.encode()].decode() for name in ["unit", "label_en", "label_zh", "definition_en"]}
result["type"] = str(field.type)
result["kind"] = points.schema.metadata[b"kind"].decode()`,
    ids: null
  },
  {
    id: "polars",
    language: "python",
    says: {
      en: "polars: the three measured points of highest output throughput. Filter by kind first: measured, imported and simulated rows share a table and must not be mixed.",
      zh: "polars：输出吞吐最高的三个实测点。先按 kind 筛选：实测、导入与模拟的行在同一张表里，不可混用。"
    },
    code: `import polars as pl
result = (
    pl.read_ipc("points.arrow")
    .filter((pl.col("kind").cast(pl.String) == "measured") & (pl.col("status").cast(pl.String) == "ok"))
    .sort("output_tokens_per_s", descending=True, nulls_last=True)
    .head(3)["point_id"].cast(pl.String).to_list()
)`,
    ids: fastest
  },
  {
    id: "duckdb",
    language: "python",
    says: {
      en: "DuckDB: the same in SQL, on the Arrow table without a copy. A Parquet file (npm run export) it reads by name.",
      zh: "DuckDB：用 SQL 得到同样结果，直接读取 Arrow 表而不复制。Parquet 文件（npm run export）可按文件名读取。"
    },
    code: `import duckdb
import pyarrow as pa
points = pa.ipc.open_file("points.arrow").read_all()
result = [row[0] for row in duckdb.sql("""
    select point_id from points
    where kind = 'measured' and status = 'ok' and output_tokens_per_s is not null
    order by output_tokens_per_s desc limit 3
""").fetchall()]`,
    ids: fastest
  },
  {
    id: "javascript",
    language: "javascript",
    says: {
      en: "JavaScript, in Node or a browser: rows are plain objects, null where a source gives nothing.",
      zh: "JavaScript（Node 或浏览器）：行是普通对象，来源未给出之处为 null。"
    },
    code: `import {readFile} from "node:fs/promises";
import {tableFromIPC} from "apache-arrow";
const points = tableFromIPC(await readFile("points.arrow")).toArray();
const result = points
  .filter((p) => p.kind === "measured" && p.status === "ok" && p.output_tokens_per_s !== null)
  .sort((a, b) => b.output_tokens_per_s - a.output_tokens_per_s)
  .slice(0, 3)
  .map((p) => p.point_id);`,
    ids: fastest
  }
];

/** What the first cell prints: the description of one column, as the registry has it. */
export function described(data: Dataset): Record<string, string> {
  const {unit, label, definition} = points.columns.ttft_p50_ms;
  const kinds = [...new Set(data.points.map(({kind}) => kind))].sort().join(",");
  return {
    unit: unit ?? "",
    label_en: label.en,
    label_zh: label.zh,
    definition_en: definition.en,
    type: "double",
    kind: kinds
  };
}

/** A short notebook: how the tables open elsewhere, each cell with its result from the data of this report. */
export const notebook: Block = {
  id: "notebook",
  build({data, lang}) {
    const t = teller(lang);
    return html`${cells.map((cell, i) => {
      const rows = cell.ids?.(data).map((id) => data.points.find((row) => row.point_id === id)!);
      return html`<section class="cell" id="cell-${cell.id}">
        <p>${cell.says[lang]}</p>
        <pre data-language="${cell.language}"><code class="language-${cell.language}">${cell.code}</code></pre>
        ${
          rows === undefined
            ? html`<dl class="facts">
              ${Object.entries(described(data)).map(([key, value]) => html`<div><dt><code>${key}</code></dt><dd>${value}</dd></div>`)}
            </dl>`
            : tableHtml(
                {
                  caption: t(`Result of cell ${i + 1}`, `单元 ${i + 1} 的结果`),
                  columns: declared(points, ["point_id", "kind", "concurrency", "output_tokens_per_s"], lang),
                  rows: pick(rows, ["point_id", "kind", "concurrency", "output_tokens_per_s"])
                },
                lang
              )
        }
      </section>`;
    })}`;
  }
};
