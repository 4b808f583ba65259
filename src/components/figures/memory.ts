import * as Plot from "@observablehq/plot";
import {greatest, max} from "d3";
import {shownKind} from "../../model/dataset.js";
import {servers} from "../../model/tables/servers.js";
import {teller, type Lang} from "../../model/text.js";
import {ownColumn, viewColumns} from "../columns.js";
import {listed} from "../conditions.js";
import {formatNumber, formatPercent, formatPrinted, withUnit} from "../format.js";
import {html} from "../markup.js";
import {alike, memorySplits, type MemorySplit} from "../memory-split.js";
import {panels} from "../panels.js";
import {chart} from "../plot.js";
import {articleTables, printedRows} from "../published.js";
import {drawnSeries} from "../series.js";
import type {Env, Figure} from "../view.js";

/** Where device memory goes in each measured server, beside the peaks that the article prints. */
export const memory: Figure = {
  id: "memory",
  build(env) {
    const {data, lang} = env;
    const t = teller(lang);
    const splits = memorySplits(data);
    if (splits.length === 0)
      return {
        empty: t(
          "No measured server has its log: keep server.log beside the results and ingest them again.",
          "没有实测服务带日志：请把 server.log 与结果放在一起后重新导入。"
        )
      };
    const printed = printedRows(data, ["vram_peak_gb"]);
    const title = finding(splits, lang);
    return {
      title,
      subtitle: t(
        `${printed.length === 0 ? "" : "Left: "}GiB of device memory that vLLM reserved and left, by use, from the server's log, n = ${splits.length} servers${printed.length === 0 ? "" : `. Right: peaks as the ${data.article.noun.en} prints them, in the card's memory, GB, n = ${printed.length}`}`,
        `${printed.length === 0 ? "" : "左："}按服务日志，vLLM 预留与未用的显存 GiB 按用途划分，n = ${splits.length} 个服务${printed.length === 0 ? "" : `。右：${data.article.noun.zh}所印显存峰值与显卡显存，GB，n = ${printed.length}`}`
      ),
      svg: draw(env, splits),
      alt: t(
        `Stacked bars of ${splits.length} measured servers and ${printed.length} printed peaks. ${title}.`,
        `${splits.length} 个实测服务的堆叠条与 ${printed.length} 个所印峰值。${title}。`
      ),
      table: {
        caption: t("Device memory by use", "显存用途划分"),
        columns: [
          ...viewColumns(["id", "kind", "label", "model_memory_gib", "kv_cache_gib"], lang),
          ownColumn("other_gib", "GiB", lang, "Activations and other", "激活及其他"),
          ownColumn("free_gib", "GiB", lang, "Not reserved", "未预留"),
          ownColumn(
            "device_memory_gib",
            "GiB",
            lang,
            servers.columns.device_memory_gib.label.en,
            servers.columns.device_memory_gib.label.zh
          ),
          ...viewColumns(["vram_peak_gb"], lang)
        ],
        rows: [
          ...splits.map(({configuration: _c, ...split}) => ({...split, kind: shownKind(data), vram_peak_gb: null})),
          ...printed.map((row) => ({
            id: row.published_id,
            kind: "published",
            label: drawnSeries(data, row).label,
            model_memory_gib: null,
            kv_cache_gib: null,
            other_gib: null,
            free_gib: null,
            device_memory_gib: null,
            vram_peak_gb: row.vram_peak_gb
          }))
        ]
      },
      source: listed([splits.map((split) => split.id).join(", "), articleTables(data, printed, lang)], lang),
      method: html`${t(
        `Weights and KV cache are what the engine's log states. Reserved = device memory x gpu-memory-utilization; activations and other = reserved less weights and KV cache; the rest is not reserved. Memory reserved is not memory needed: vLLM gives all that it may take to the KV cache.${printed.length === 0 ? "" : " The printed peaks do not say which of the two they are."}`,
        `权重与 KV 缓存取自引擎日志。预留量 = 显存总量×gpu-memory-utilization；激活及其他 = 预留量减权重与 KV 缓存；其余未预留。预留量不等于需要量：vLLM 会把可用的显存全部划给 KV 缓存。${printed.length === 0 ? "" : `${data.article.noun.zh}未说明所印峰值是哪一种。`}`
      )}`,
      kinds: printed.length === 0 ? [shownKind(data)] : [shownKind(data), "published"]
    };
  }
};

const parts = ["model_memory_gib", "kv_cache_gib", "other_gib", "free_gib"] as const;

function draw(env: Env, splits: readonly MemorySplit[]): SVGSVGElement {
  const {data, lang, document} = env;
  const t = teller(lang);
  const printed = printedRows(data, ["vram_peak_gb"]).map((row) => ({
    peak: row.vram_peak_gb!,
    card: data.article.gpus.find((gpu) => gpu.id === row.source_gpu)?.memory_gb_total ?? null,
    ...drawnSeries(data, row)
  }));
  const bars = alike(splits);
  const height = 78 + Math.max(barHeight * bars.length, 44 * printed.length);
  const left = measuredBars(env, bars, height);
  if (printed.length === 0)
    return panels(document, [{svg: left, x: 0, y: 0, title: t("Measured servers, GiB", "实测服务，GiB")}], height);
  const right = chart({
    document,
    width: 330,
    height,
    marginTop: 34,
    marginLeft: 148,
    marginRight: 74,
    x: {domain: [0, max(printed, (row) => Math.max(row.peak, row.card ?? 0))!], grid: true, ticks: 4, label: "GB →"},
    y: {type: "band", padding: 0.5, domain: printed.map((row) => row.label), label: null, tickSize: 0},
    color: {type: "identity"},
    marks: [
      Plot.rect(
        printed.filter((row) => row.card !== null),
        {x1: 0, x2: "card", y: "label", stroke: "var(--muted)", strokeDasharray: "2,3", fill: "none"}
      ),
      Plot.rect(printed, {x1: 0, x2: "peak", y: "label", stroke: "color", strokeWidth: 2, fill: "var(--ground)"}),
      Plot.text(printed, {
        x: (row: (typeof printed)[number]) => Math.max(row.peak, row.card ?? 0),
        y: "label",
        text: (row: (typeof printed)[number]) =>
          row.card === null
            ? formatPrinted(row.peak)
            : t(
                `${formatPrinted(row.peak)} of ${formatPrinted(row.card)}`,
                `${formatPrinted(row.peak)}/${formatPrinted(row.card)}`
              ),
        textAnchor: "start",
        dx: 7,
        fill: "color"
      })
    ]
  });
  return panels(
    document,
    [
      {svg: left, x: 0, y: 0, title: t("Measured servers, GiB", "实测服务，GiB")},
      {svg: right, x: 390, y: 0, title: t("Printed peak in the card's memory, GB", "所印峰值与显卡显存，GB")}
    ],
    height
  );
}

/** Pixels of a server: its name, a line of its numbers, its bar. */
const barHeight = 70;
/** Where each part's number stands in the line. */
const columns = {model_memory_gib: 0, kv_cache_gib: 100, other_gib: 207, free_gib: 293} as const;

function measuredBars(
  {lang, document}: Env,
  bars: readonly (MemorySplit & {readonly n: number})[],
  height: number
): SVGSVGElement {
  const t = teller(lang);
  const names = {
    model_memory_gib: t("weights", "权重"),
    kv_cache_gib: t("KV cache", "KV 缓存"),
    other_gib: t("other", "其他"),
    free_gib: t("free", "未用")
  };
  const color = {
    model_memory_gib: "var(--part-weights)",
    kv_cache_gib: "var(--part-kv)",
    other_gib: "var(--part-rest)",
    free_gib: "var(--part-free)"
  };
  const boxes = bars.flatMap((split, i) => {
    let from = 0;
    return parts.map((part) => {
      const box = {i, part, from, to: from + split[part]};
      from = box.to;
      return box;
    });
  });
  const row = {x: 0, y: "i", frameAnchor: "left", textAnchor: "start"} as const;
  return chart({
    document,
    width: 376,
    height,
    marginTop: 34,
    marginLeft: 8,
    marginRight: 12,
    x: {domain: [0, max(bars, (split) => split.device_memory_gib)!], ticks: 5, label: "GiB →"},
    y: {domain: [bars.length, 0], axis: null},
    color: {type: "identity"},
    marks: [
      Plot.rect(boxes, {
        x1: "from",
        x2: "to",
        y1: (box: (typeof boxes)[number]) => box.i + 0.56,
        y2: (box: (typeof boxes)[number]) => box.i + 0.86,
        fill: (box: (typeof boxes)[number]) => color[box.part],
        insetLeft: 0.5,
        insetRight: 0.5
      }),
      Plot.text(bars, {
        ...row,
        y: (_: unknown, i: number) => i + 0.14,
        text: (split: (typeof bars)[number]) =>
          split.n === 1 ? split.label : t(`${split.label}, ${split.n} servers`, `${split.label}，${split.n} 个服务`),
        fontWeight: 600
      }),
      parts.map((part) => [
        Plot.rect(bars, {
          x1: 0,
          x2: 0,
          y1: (_: unknown, i: number) => i + 0.31,
          y2: (_: unknown, i: number) => i + 0.46,
          insetLeft: columns[part],
          insetRight: -columns[part] - 10,
          fill: color[part],
          stroke: "var(--muted)",
          strokeWidth: 0.5
        }),
        Plot.text(bars, {
          ...row,
          y: (_: unknown, i: number) => i + 0.39,
          dx: columns[part] + 15,
          text: (split: MemorySplit) => `${names[part]} ${formatNumber(split[part])}`
        })
      ])
    ]
  });
}

function finding(splits: readonly MemorySplit[], lang: Lang): string {
  const t = teller(lang);
  const most = greatest(splits, (split) => split.kv_cache_gib)!;
  const share = (gib: number): string => formatPercent(gib / most.device_memory_gib);
  return t(
    `${most.configuration}: weights take ${share(most.model_memory_gib)} of memory, KV cache gets ${share(most.kv_cache_gib)}, ${withUnit(formatNumber(most.kv_cache_gib), "GiB", lang)}`,
    `${most.configuration}：权重占显存 ${share(most.model_memory_gib)}，KV 缓存分得 ${share(most.kv_cache_gib)}，即 ${withUnit(formatNumber(most.kv_cache_gib), "GiB", lang)}`
  );
}
