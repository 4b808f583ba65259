import * as Plot from "@observablehq/plot";
import {greatest} from "d3";
import type {Level} from "../../model/curve.js";
import {teller} from "../../model/text.js";
import {formatNumber, withUnit} from "../format.js";
import {html} from "../markup.js";
import {seriesOf} from "../palette.js";
import {chart, tickFormat} from "../plot.js";
import type {Env, Figure, ViewColumn} from "../view.js";
import {articleCurves, articleWorkload, sourceOf, spread} from "../workload.js";

interface Mark {
  readonly kind: "measured" | "published";
  readonly id: string;
  readonly label: string;
  readonly color: string;
  readonly symbol: string;
  readonly line: string;
  readonly concurrency: number | null;
  readonly output_tokens_per_s_per_user: number;
  readonly output_tokens_per_s: number;
  readonly n_runs: number | null;
}

/** Throughput against interactivity: what a configuration gives in all against what one reader sees. */
export const pareto: Figure = {
  id: "pareto",
  build({data, lang, document}) {
    const t = teller(lang);
    const measured = measuredMarks(data);
    const published = publishedMarks(data);
    if (measured.length + published.length === 0)
      return {empty: t("Run a sweep, or ingest a folder of results.", "请先运行 sweep 或导入结果目录。")};
    const marks = [...measured, ...published];
    const {input_tokens, output_tokens} = articleWorkload(data);
    const best = greatest(measured, (mark) => mark.output_tokens_per_s);
    const top = greatest(published, (mark) => mark.output_tokens_per_s);
    const svg = chart({
      document,
      height: 440,
      x: {
        type: "log",
        label: t("Interactivity, output tok/s per user →", "单用户输出速度 tok/s →"),
        grid: true,
        tickFormat,
        ticks: 6
      },
      y: {
        type: "log",
        label: t("↑ Output throughput, tok/s", "↑ 输出吞吐 tok/s"),
        grid: true,
        tickFormat,
        ticks: 6
      },
      color: {type: "identity"},
      symbol: {type: "identity"},
      marks: [
        Plot.line(measured, {
          x: "output_tokens_per_s_per_user",
          y: "output_tokens_per_s",
          z: "line",
          stroke: "color",
          strokeWidth: 1.5
        }),
        Plot.dot(measured, {
          x: "output_tokens_per_s_per_user",
          y: "output_tokens_per_s",
          symbol: "symbol",
          fill: "color",
          r: 5
        }),
        Plot.text(measured, {
          x: "output_tokens_per_s_per_user",
          y: "output_tokens_per_s",
          text: (d: Mark) => `c${d.concurrency}`,
          dx: 10,
          textAnchor: "start",
          fill: "var(--muted)"
        }),
        Plot.dot(published, {
          x: "output_tokens_per_s_per_user",
          y: "output_tokens_per_s",
          symbol: "symbol",
          stroke: "color",
          fill: "var(--ground)",
          strokeWidth: 2,
          r: 6
        }),
        Plot.text(published, {
          x: "output_tokens_per_s_per_user",
          y: "output_tokens_per_s",
          text: "label",
          dx: -11,
          textAnchor: "end",
          fill: "color"
        })
      ]
    });
    const title =
      best === undefined || top === undefined
        ? t("What each configuration gives in all and to one user", "各配置的总吞吐与单用户速度")
        : t(
            `${best.label} gave ${withUnit(formatNumber(best.output_tokens_per_s), "tok/s", lang)} at ${best.concurrency} streams; the most the article prints is ${withUnit(formatNumber(top.output_tokens_per_s), "tok/s", lang)} (${top.label})`,
            `${best.label} 在 ${best.concurrency} 路并发下实测 ${withUnit(formatNumber(best.output_tokens_per_s), "tok/s", lang)};文章所印最高为 ${withUnit(formatNumber(top.output_tokens_per_s), "tok/s", lang)}(${top.label})`
          );
    const n = measured.length;
    return {
      title,
      subtitle: t(
        `Output throughput in all against interactivity (1000 / TPOT p50), both logarithmic; closed loop, ${input_tokens} in / ${output_tokens} out; labels give the concurrency of measured points`,
        `总输出吞吐与单用户速度(1000/TPOT p50),双对数坐标;闭环,输入 ${input_tokens}、输出 ${output_tokens};标签为实测点的并发`
      ),
      svg,
      alt: t(
        `Scatter of ${n} measured and ${published.length} published configurations. ${title}.`,
        `散点图:${n} 个实测点与 ${published.length} 个已发表配置。${title}。`
      ),
      table: {
        caption: t("Throughput and interactivity, row by row", "吞吐与单用户速度逐行数据"),
        columns: columns(lang),
        rows: marks.map(
          ({id, kind, label, concurrency, output_tokens_per_s_per_user, output_tokens_per_s, n_runs}) => ({
            id,
            kind,
            label,
            concurrency,
            output_tokens_per_s_per_user,
            output_tokens_per_s,
            n_runs
          })
        )
      },
      source: [
        sourceOf(
          articleCurves(data).flatMap((curve) => curve.levels.flatMap((level) => level.rows)),
          data
        ),
        t("article tables 3.1 to 3.3", "文章表 3.1 至 3.3")
      ]
        .filter((part) => part !== "")
        .join("; "),
      method:
        lang === "en"
          ? html`Measured: mean over repeats of the point's output tokens / duration, and of 1000 / TPOT p50. Published:
              throughput as printed against 1000 / printed TPOT; what the printed throughput counts is
              <a href="/results">examined with the results</a>.`
          : html`实测:各重复的输出 token 数/时长之平均,以及 1000/TPOT p50 之平均。已发表:所印吞吐与 1000/所印
              TPOT;所印吞吐的含义见<a href="/zh/results">结果页</a>。`,
      kinds: ["measured", "published"]
    };
  }
};

function measuredMarks(data: Env["data"]): Mark[] {
  return articleCurves(data).flatMap((curve) => {
    const name = data.hardware.find((gpu) => gpu.gpu === curve.gpu)?.name ?? curve.gpu;
    const {color, symbol, label} = seriesOf(curve.gpu, curve.gpus, name);
    const line = `${label} ${curve.precision}`;
    return curve.levels.flatMap((level: Level) => {
      const user = spread(level, "output_tokens_per_s_per_user");
      const all = spread(level, "output_tokens_per_s");
      if (user.value === null || all.value === null) return [];
      return [
        {
          kind: "measured" as const,
          id: level.rows[0]!.point_id,
          label,
          color,
          symbol,
          line,
          concurrency: level.concurrency,
          output_tokens_per_s_per_user: user.value,
          output_tokens_per_s: all.value,
          n_runs: all.n_runs
        }
      ];
    });
  });
}

function publishedMarks(data: Env["data"]): Mark[] {
  return data.published
    .filter((row) => row.tpot_ms !== null && row.throughput_tokens_per_s !== null)
    .filter(
      (row, i, rows) =>
        rows.findIndex((other) => other.article_gpu === row.article_gpu && other.precision === row.precision) === i
    )
    .map((row) => {
      const name = data.hardware.find((gpu) => gpu.gpu === row.gpu)?.name ?? row.gpu;
      const series = seriesOf(row.gpu, row.gpus, name);
      const label = row.precision === "fp16" ? series.label : `${series.label} Int4`;
      return {
        kind: "published" as const,
        id: row.published_id,
        label,
        color: series.color,
        symbol: series.symbol,
        line: label,
        concurrency: null,
        output_tokens_per_s_per_user: 1000 / row.tpot_ms!,
        output_tokens_per_s: row.throughput_tokens_per_s!,
        n_runs: null
      };
    });
}

function columns(lang: Env["lang"]): ViewColumn[] {
  const t = teller(lang);
  return [
    {name: "id", label: t("Row", "行"), unit: null, numeric: false},
    {name: "kind", label: t("Kind", "种类"), unit: null, numeric: false},
    {name: "label", label: t("Configuration", "配置"), unit: null, numeric: false},
    {name: "concurrency", label: t("Concurrency", "并发"), unit: "requests", numeric: true},
    {name: "output_tokens_per_s_per_user", label: t("Interactivity", "单用户速度"), unit: "tok/s", numeric: true},
    {name: "output_tokens_per_s", label: t("Output throughput", "输出吞吐"), unit: "tok/s", numeric: true},
    {name: "n_runs", label: t("Runs", "运行数"), unit: "runs", numeric: true}
  ];
}
