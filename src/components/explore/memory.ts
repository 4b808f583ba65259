import * as Plot from "@observablehq/plot";
import {greatest, max} from "d3";
import {teller} from "../../model/text.js";
import {ownColumn, viewColumns} from "../columns.js";
import {formatNumber, formatPercent} from "../format.js";
import {html} from "../markup.js";
import {alike, type MemorySplit} from "../memory-split.js";
import {chart} from "../plot.js";
import {linked} from "./linked.js";
import {nothing, type ExploreEnv, type ExploreView} from "./view.js";

const parts = ["model_memory_gib", "kv_cache_gib", "other_gib", "free_gib"] as const;

const colors = {
  model_memory_gib: "var(--part-weights)",
  kv_cache_gib: "var(--part-kv)",
  other_gib: "var(--part-rest)",
  free_gib: "var(--part-free)"
} as const;

type Bar = MemorySplit & {readonly n: number; readonly points: readonly number[]};

/** Where the device memory of the servers behind the shown points goes. */
export const memoryView: ExploreView = {
  id: "explore-memory",
  followsSelection: false,
  build(env) {
    const {lang} = env;
    const t = teller(lang);
    const bars = barsOf(env);
    if (bars.length === 0) return nothing(lang, t("a server log", "服务日志"));
    const most = greatest(bars, (bar) => bar.kv_cache_gib / bar.device_memory_gib)!;
    const title = t(
      `${most.label}: the KV cache gets ${formatPercent(most.kv_cache_gib / most.device_memory_gib)} of the memory`,
      `${most.label}：KV 缓存分得显存的 ${formatPercent(most.kv_cache_gib / most.device_memory_gib)}`
    );
    return {
      title,
      subtitle: t(
        "GiB of one GPU by use, from the servers' logs: weights, KV cache, activations and other, not reserved",
        "单卡显存用途，GiB，取自服务日志：权重、KV 缓存、激活及其他、未预留"
      ),
      svg: draw(env, bars),
      alt: t(`${bars.length} stacked bars. ${title}.`, `${bars.length} 个堆叠条。${title}。`),
      table: {
        caption: t("Device memory by use", "显存用途划分"),
        columns: [
          ...viewColumns(["id", "label", "model_memory_gib", "kv_cache_gib"], lang),
          ownColumn("other_gib", "GiB", lang, "Activations and other", "激活及其他"),
          ownColumn("free_gib", "GiB", lang, "Not reserved", "未预留"),
          ownColumn("n_servers", null, lang, "Servers alike", "相同的服务数")
        ],
        rows: bars.map(({id, label, n, model_memory_gib, kv_cache_gib, other_gib, free_gib}) => ({
          id,
          label,
          model_memory_gib,
          kv_cache_gib,
          other_gib,
          free_gib,
          n_servers: n
        }))
      },
      source: [...new Set(bars.map((bar) => bar.id))].join(", "),
      method: html`${t(
        "Weights and KV cache as the engine's log states them; reserved = device memory × gpu-memory-utilization. Memory reserved is not memory needed.",
        "权重与 KV 缓存取自引擎日志；预留量 = 显存总量 × gpu-memory-utilization。预留量不等于需要量。"
      )}`,
      kinds: ["measured"]
    };
  }
};

/** Servers that served a shown point; those that divide their memory alike share a bar. */
function barsOf({model, points}: ExploreEnv): Bar[] {
  const served = new Map<string, number[]>();
  for (const {server, index} of points) if (server !== null) served.set(server, [...(served.get(server) ?? []), index]);
  const splits = model.memory.filter(({id}) => served.has(id));
  const same = (a: MemorySplit, b: MemorySplit): boolean =>
    a.label === b.label && parts.every((part) => formatNumber(a[part]) === formatNumber(b[part]));
  return alike(splits).map((bar) => ({
    ...bar,
    points: splits.filter((split) => same(split, bar)).flatMap(({id}) => served.get(id) ?? [])
  }));
}

function draw({lang, document}: ExploreEnv, bars: readonly Bar[]): SVGSVGElement {
  const t = teller(lang);
  const words = {
    model_memory_gib: t("weights", "权重"),
    kv_cache_gib: t("KV cache", "KV 缓存"),
    other_gib: t("other", "其他"),
    free_gib: t("free", "未用")
  };
  const boxes = bars.flatMap((bar, i) => {
    let from = 0;
    return parts.map((part) => {
      const box = {bar, i, part, from, to: from + bar[part]};
      from = box.to;
      return box;
    });
  });
  const row = 46;
  return chart({
    document,
    height: 56 + row * bars.length,
    marginTop: 8,
    marginLeft: 10,
    x: {domain: [0, max(bars, (bar) => bar.device_memory_gib)!], ticks: 8, grid: true, label: "GiB →"},
    y: {domain: [bars.length, 0], axis: null},
    color: {type: "identity"},
    marks: [
      Plot.rect(boxes, {
        x1: "from",
        x2: "to",
        y1: ({i}: (typeof boxes)[number]) => i + 0.45,
        y2: ({i}: (typeof boxes)[number]) => i + 0.9,
        fill: ({part}: (typeof boxes)[number]) => colors[part],
        insetLeft: 0.5,
        insetRight: 0.5,
        ...linked(
          boxes,
          ({bar}) => bar.points,
          ({bar, part}) => `${bar.label}: ${words[part]} ${formatNumber(bar[part])} GiB`
        )
      }),
      Plot.text(bars, {
        x: 0,
        y: (_: Bar, i: number) => i + 0.22,
        text: (bar: Bar) =>
          [
            bar.n === 1 ? bar.label : t(`${bar.label}, ${bar.n} servers`, `${bar.label}，${bar.n} 个服务`),
            ...parts.map((part) => `${words[part]} ${formatNumber(bar[part])}`)
          ].join(" · "),
        textAnchor: "start",
        fill: "var(--ink)"
      })
    ]
  });
}
