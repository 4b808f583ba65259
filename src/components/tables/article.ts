import {least} from "d3";
import {defaultAssumptions} from "../../model/assumptions.js";
import {teller} from "../../model/text.js";
import {costPerMtok} from "../../model/cost.js";
import type {PointRow} from "../../model/tables/points.js";
import type {PublishedRow} from "../../model/tables/published.js";
import {configurationName} from "../configuration.js";
import {formatNumber, formatPercent, formatPrinted, withUnit} from "../format.js";
import {html, type Markup} from "../markup.js";
import {limitsHtml, limitsKept, type LimitKept} from "../limits-kept.js";
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
  const limits = new Map<string, LimitKept[]>();
  const own = data.published.filter((row) => row.source_table === source);
  const printed = own.map((row) => printedRow(row, env));
  const ofPrecision = own.some(({precision}) => !sixteenBit.has(precision)); // else other precisions are beside its point
  const rows = [
    ...printed,
    ...articleCurves(data)
      .filter((curve) => ofPrecision || sixteenBit.has(curve.precision))
      .flatMap((curve) => {
        const id = (level: Level): string => level.rows[0]!.point_id;
        const ofCurve = curve.levels.filter((level) => shown(data).includes(level.concurrency));
        for (const level of ofCurve) limits.set(id(level), limitsKept(data, curve));
        return ofCurve.map((level) => measuredRow(curve, level, env));
      })
  ];
  const columns = columnsOf(env, limits).filter(
    ({name}) => name === "configuration" || printed.some((row) => row[name] != null)
  );
  const view: TableView = {
    caption: t(
      `Table ${source} of the ${data.article.noun.en}, cell by cell, and the same quantities measured`,
      `${data.article.noun.zh}表 ${source} 逐格重现，并列同口径实测值`
    ),
    columns,
    rows
  };
  const cells = rows.flatMap((row) =>
    columns
      .filter(({name}) => !computed.has(name))
      .map(({name}) => ({id: String(row["id"]), column: name, name: String(row["configuration"])}))
  );
  return html`${tableHtml(view, lang)}${note(columns, env)}${struckNotes(data, cells, lang)}`;
}

/** What the measured cells of a column hold where that is not what the article prints there. */
function note(columns: readonly ViewColumn[], {data, lang}: Env): Markup | null {
  const t = teller(lang);
  const has = (name: string): boolean => columns.some((column) => column.name === name);
  const {percentile, limit_ms} = defaultAssumptions.slo;
  const share = formatPercent(percentile);
  const limit = withUnit(formatNumber(limit_ms / 1000), "s", lang);
  const notes = [
    has("vram_peak_gb") &&
      t(
        "GPU memory: the printed peak; measured rows give the loaded weights, for an engine that reserves memory always reads full.",
        "显存：所印峰值；实测行为已加载权重，因为引擎预留显存，读数总是满的。"
      ),
    has("max_concurrency") &&
      data.points.some((point) => point.kind === "measured") &&
      t(
        `Max concurrency, measured: the largest tested at which ${share} of requests come within ${limit}, proved at 95 % confidence; the limit is put on the end to end time and on TTFT, for the ${data.article.noun.en} names neither.`,
        `最大并发（实测）：以 95 % 置信度证明 ${share} 的请求在 ${limit} 内的最大受测并发；${data.article.noun.zh}未说明所指时延，故分别以 E2E 与 TTFT 适用限值。`
      ),
    has("price_per_hour") &&
      t(
        "Measured rows stand at the lowest known price, in its own currency: no exchange rate is assumed.",
        "实测行按已知最低价，以其自身货币计：不假定汇率。"
      )
  ].filter((text) => text !== false);
  return notes.length === 0 ? null : html`<p class="table-note">${notes.join(lang === "en" ? " " : "")}</p>`;
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
        : costPerMtok({price_per_gpu_h: row.price_cny_per_hour, gpus: 1, tokens_per_s: throughput, utilisation: 1}),
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
  const price = least(
    data.prices.filter((row) => row.gpu === curve.gpu && row.gpus === curve.gpus),
    (row) => row.price_per_gpu_h
  );
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
    currency: price?.currency ?? null,
    price_per_hour: price === undefined ? null : price.price_per_gpu_h * price.gpus,
    cost_recomputed:
      price === undefined || throughput === null
        ? null
        : costPerMtok({...price, tokens_per_s: throughput, utilisation: 1}),
    power_w: mean("power_mean_w"),
    tokens_per_s_per_w: mean("output_tokens_per_s_per_w")
  };
}

/** Every column that a table may have, in the order in which it stands. */
function columnsOf({data, lang}: Env, limits: ReadonlyMap<string, readonly LimitKept[]>): ViewColumn[] {
  const t = teller(lang);
  const column = (name: string, en: string, zh: string, unit: ViewColumn["unit"] = null): ViewColumn => ({
    name,
    label: t(en, zh),
    unit,
    numeric: true,
    show: (value, row) => {
      const id = String(row["id"]);
      const kept = name === "max_concurrency" ? limits.get(id) : undefined;
      if (kept !== undefined) return limitsHtml(kept, lang);
      return computed.has(name) ? show(name, value, row) : struck(data, id, name, show(name, value, row), lang);
    }
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
  return [
    configuration,
    column("ttft_ms", "TTFT", "TTFT", "ms"),
    column("tpot_ms", "TPOT", "TPOT", "ms"),
    column("price_per_hour", "Price, all GPUs", "价格（全部卡）", "CNY/h"),
    column("throughput_tokens_per_s", "Throughput", "吞吐", "tok/s"),
    column("streams_implied", "Throughput × TPOT", "吞吐 × TPOT", "requests"),
    column("vram_peak_gb", "GPU memory", "显存", "GB"),
    column("max_concurrency", "Max concurrency", "最大并发", "requests"),
    column("vram_utilisation_pct", "GPU memory used", "显存利用率", "%"),
    column("quality_score_of_5", "Quality", "质量评分", "of 5"),
    column("cost_cny_per_mtok_output", "Cost as printed", "所印成本", "CNY/Mtok"),
    column("cost_recomputed", "Cost recomputed", "重算成本", "CNY/Mtok"),
    column("power_w", "Power", "功耗", "W"),
    column("tokens_per_s_per_w", "Per watt", "每瓦吞吐", "tok/s/W"),
    column("tokens_per_s_per_w_recomputed", "Per watt, recomputed", "每瓦吞吐（重算）", "tok/s/W")
  ];
}

/** What follows from a row's other cells: our arithmetic, which no check of the row strikes. */
const computed = new Set(["streams_implied", "cost_recomputed", "tokens_per_s_per_w_recomputed"]);

/** Money of a measured row stands in the currency of its price, which is not the column's. */
const inCurrency = new Set(["price_per_hour", "cost_recomputed"]);

function show(name: string, value: CellValue, row: ViewRow): string {
  if (typeof value !== "number") return "–";
  const {currency} = row;
  if (typeof currency === "string" && inCurrency.has(name)) return `${formatNumber(value)}\u00a0${currency}`;
  if (row["kind"] !== "published" || computed.has(name)) return formatNumber(value);
  return name === "max_concurrency" && row["or_more"] === true ? `≥ ${formatPrinted(value)}` : formatPrinted(value);
}
