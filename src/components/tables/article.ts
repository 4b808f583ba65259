import {teller} from "../../model/text.js";
import type {PointRow} from "../../model/tables/points.js";
import type {PublishedRow} from "../../model/tables/published.js";
import {configurationName} from "../configuration.js";
import {formatNumber, formatPrinted} from "../format.js";
import {html, type Markup} from "../markup.js";
import {mark} from "../mark.js";
import {struck, struckNotes} from "../struck.js";
import {tableHtml} from "../table.js";
import type {CellValue, Env, Kind, TableView, ViewColumn, ViewRow} from "../view.js";
import type {Curve, Level} from "../../model/curve.js";
import type {MetricName} from "../../model/metrics.js";
import {articleCurves, spread} from "../workload.js";

/** Concurrency levels of the measured rows that stand below a printed table: one stream, and the article's range. */
const shown = (data: Env["data"]): number[] => {
  const {min, max} = data.article.setup.concurrent_requests;
  return [min, 4, max];
};

const sixteenBit = new Set(["bf16", "fp16"]);

/** A printed table of the article, cell by cell, with what follows from each row, and the same quantities measured. */
export function articleTable(source: string, env: Env): Markup {
  const {data, lang} = env;
  const t = teller(lang);
  const rows = [
    ...data.published.filter((row) => row.source_table === source).map((row) => printedRow(row, env)),
    ...articleCurves(data)
      .filter((curve) => source === "3.3" || sixteenBit.has(curve.precision)) // table 3.3 alone is about precision
      .flatMap((curve) =>
        curve.levels
          .filter((level) => shown(data).includes(level.concurrency))
          .map((level) => measuredRow(curve, level, env))
      )
  ];
  const columns = columnsOf(source, env).filter(
    ({name}) => name === "configuration" || rows.some((row) => row[name] != null)
  );
  const view: TableView = {
    caption: t(
      `Table ${source} of the article, cell by cell, and the same quantities measured`,
      `文章表 ${source} 逐格重现，并列同口径实测值`
    ),
    columns,
    rows
  };
  const cells = rows.flatMap((row) =>
    columns.map(({name}) => ({id: String(row["id"]), column: name, name: String(row["configuration"])}))
  );
  return html`${tableHtml(view, lang)}${struckNotes(data, cells, lang)}`;
}

function printedRow(row: PublishedRow, {data, lang}: Env): ViewRow {
  const t = teller(lang);
  const throughput = row.throughput_tokens_per_s;
  return {
    kind: "published",
    id: row.published_id,
    configuration: configurationName(data, row),
    conditions: row.mode ?? t("concurrency not stated", "未说明并发"),
    ttft_ms: row.ttft_ms,
    tpot_ms: row.tpot_ms,
    throughput_tokens_per_s: throughput,
    streams_implied: throughput === null || row.tpot_ms === null ? null : (throughput * row.tpot_ms) / 1000,
    vram_peak_gb: row.vram_peak_gb,
    vram_utilisation_pct: row.vram_utilisation_pct,
    max_concurrency: row.max_concurrency,
    or_more: row.max_concurrency_is_lower_bound,
    quality_score_of_5: row.quality_score_of_5,
    price_per_hour: row.price_cny_per_hour,
    cost_cny_per_mtok_output: row.cost_cny_per_mtok_output,
    cost_recomputed:
      row.price_cny_per_hour === null || throughput === null
        ? null
        : (row.price_cny_per_hour * 1e6) / (throughput * 3600),
    power_w: row.power_w,
    tokens_per_s_per_w: row.tokens_per_s_per_w,
    tokens_per_s_per_w_recomputed: row.power_w === null || throughput === null ? null : throughput / row.power_w
  };
}

/** One measured level: means over its repeats, each repeat a run of the load. */
function measuredRow(curve: Curve, level: Level, {data, lang}: Env): ViewRow {
  const t = teller(lang);
  const point = level.rows[0]!;
  const mean = (metric: MetricName & keyof PointRow): number | null => spread(level, metric).value;
  const server = data.servers.find((row) => row.run === point.run && row.server === point.server);
  const needed = server?.model_memory_gib ?? null;
  const throughput = mean("output_tokens_per_s");
  const tpot = mean("tpot_p50_ms");
  const n = level.rows.length;
  return {
    kind: curve.kind,
    id: point.point_id,
    configuration: configurationName(data, curve),
    conditions: t(
      `${level.concurrency} ${level.concurrency === 1 ? "stream" : "streams"}, ${n} ${n === 1 ? "run" : "runs"}`,
      `${level.concurrency} 路并发，${n} 次`
    ),
    ttft_ms: mean("ttft_p50_ms"),
    tpot_ms: tpot,
    throughput_tokens_per_s: throughput,
    streams_implied: throughput === null || tpot === null ? null : (throughput * tpot) / 1000,
    vram_peak_gb: needed === null ? null : (needed * 2 ** 30) / 1e9,
    power_w: mean("power_mean_w"),
    tokens_per_s_per_w: mean("output_tokens_per_s_per_w")
  };
}

function columnsOf(source: string, {data, lang}: Env): ViewColumn[] {
  const t = teller(lang);
  const column = (name: string, en: string, zh: string, unit: ViewColumn["unit"] = null): ViewColumn => ({
    name,
    label: t(en, zh),
    unit,
    numeric: true,
    show: (value, row) => struck(data, String(row["id"]), name, show(name, value, row), lang)
  });
  const configuration: ViewColumn = {
    name: "configuration",
    label: t("Configuration", "配置"),
    unit: null,
    numeric: false,
    show: (value, row) =>
      html`${mark(row["kind"] as Kind, lang)} ${String(value)}
        <span class="conditions">${String(row["conditions"])}</span>`
  };
  const latency = [
    column("ttft_ms", "TTFT", "TTFT", "ms"),
    column("tpot_ms", "TPOT", "TPOT", "ms"),
    column("throughput_tokens_per_s", "Throughput", "吞吐", "tok/s"),
    column("streams_implied", "Throughput × TPOT", "吞吐 × TPOT", "requests")
  ];
  const byTable: Record<string, ViewColumn[]> = {
    "3.1": [
      ...latency,
      column("vram_peak_gb", "GPU memory", "显存", "GB"),
      column("max_concurrency", "Max concurrency", "最大并发", "requests")
    ],
    "3.2": [
      ...latency,
      column("max_concurrency", "Max concurrency", "最大并发", "requests"),
      column("vram_utilisation_pct", "GPU memory used", "显存利用率", "%")
    ],
    "3.3": [
      ...latency,
      column("vram_peak_gb", "GPU memory", "显存", "GB"),
      column("quality_score_of_5", "Quality", "质量评分", "of 5")
    ],
    "5.1": [
      column("price_per_hour", "Price, all GPUs", "价格（全部卡）", "CNY/h"),
      column("throughput_tokens_per_s", "Throughput", "吞吐", "tok/s"),
      column("cost_cny_per_mtok_output", "Cost as printed", "所印成本", "CNY/Mtok"),
      column("cost_recomputed", "Cost recomputed", "重算成本", "CNY/Mtok")
    ],
    "5.2": [
      column("throughput_tokens_per_s", "Throughput", "吞吐", "tok/s"),
      column("power_w", "Power", "功耗", "W"),
      column("tokens_per_s_per_w", "Per watt", "每瓦吞吐", "tok/s/W"),
      column("tokens_per_s_per_w_recomputed", "Per watt, recomputed", "每瓦吞吐（重算）", "tok/s/W")
    ]
  };
  return [configuration, ...(byTable[source] ?? [])];
}

const computed = new Set(["streams_implied", "cost_recomputed", "tokens_per_s_per_w_recomputed"]);

function show(name: string, value: CellValue, row: ViewRow): string {
  if (typeof value !== "number") return "–";
  if (row["kind"] !== "published" || computed.has(name)) return formatNumber(value);
  return name === "max_concurrency" && row["or_more"] === true ? `≥ ${formatPrinted(value)}` : formatPrinted(value);
}
