import * as Plot from "@observablehq/plot";
import {groups, max} from "d3";
import {calibration} from "../../model/prediction/calibration.js";
import {teller, type Lang} from "../../model/text.js";
import {ownColumn, viewColumns} from "../columns.js";
import {listed} from "../conditions.js";
import {formatNumber, withUnit} from "../format.js";
import {html} from "../markup.js";
import {directLabels, type Label} from "../labels.js";
import {panels} from "../panels.js";
import {chart} from "../plot.js";
import {articleTables, printedRows} from "../published.js";
import {comparedStreams, scalingRows, type ScalingRow} from "../scaling-rows.js";
import type {Env, Figure} from "../view.js";
import {articleWorkload, sourceOf} from "../workload.js";

/** What several cards gain over one: speed of a stream, and throughput at the same speed, against the ideal line. */
export const scaling: Figure = {
  id: "scaling",
  build(env) {
    const {data, lang} = env;
    const t = teller(lang);
    const rows = scalingRows(data);
    if (!rows.some(({gpus}) => gpus > 1))
      return {
        empty: t(
          "Speed-up needs a GPU to start from: run a sweep on one of data/hardware.yaml.",
          "加速比需要一张基准 GPU：请在 data/hardware.yaml 所列的 GPU 上运行 sweep。"
        )
      };
    const {input_tokens, output_tokens} = articleWorkload(data);
    const printed = printedFinding(rows, lang);
    const title = measuredFinding(rows, lang) ?? printed;
    const seen = rows.filter(({kind}) => kind === "measured").map(({id}) => id);
    const fitted = data.points.some(
      ({point_id, tensor_parallel}) =>
        calibration.fitted_on.points.includes(point_id) && tensor_parallel !== null && tensor_parallel > 1
    );
    const bases = rows.filter(({gpus}) => gpus === 1);
    const base = bases.map(({label, tpot_p50_ms}) => `${label} ${withUnit(formatNumber(tpot_p50_ms), "ms", lang)}`);
    return {
      title,
      subtitle: `${title === printed ? "" : `${printed}${t("; ", "；")}`}${t(
        `times the value of one card, both axes logarithmic; left: TPOT p50 at one stream (one card: ${base.join(", ")}); right: output throughput at the speed that one card gives each of ${comparedStreams} users; dashed = ideal, which is where cost per token is that of one card; ${input_tokens} in / ${output_tokens} out`,
        `相对一张卡的倍数，双对数坐标；左：单路 TPOT p50（一张卡：${base.join("，")}）；右：每个用户保持一张卡服务 ${comparedStreams} 个用户时的速度，所得输出吞吐；虚线为理想值，即每 token 成本与一张卡相同；输入 ${input_tokens}、输出 ${output_tokens}`
      )}`,
      svg: draw(env, rows),
      alt: t(
        `Two panels of ${bases.length} GPUs on up to ${max(rows, ({gpus}) => gpus)} cards. ${title}.`,
        `两个面板，${bases.length} 种 GPU，最多 ${max(rows, ({gpus}) => gpus)} 张卡。${title}。`
      ),
      table: {
        caption: t("Several cards against one", "多卡与单卡"),
        columns: [
          ...viewColumns(["id", "kind", "label"], lang),
          ownColumn("gpus", null, lang, "GPUs", "卡数"),
          ownColumn("copies", null, lang, "Copies of the model", "模型副本数"),
          ...viewColumns(["tpot_p50_ms"], lang),
          ownColumn("tpot_speedup", null, lang, "TPOT of one card / TPOT", "单卡 TPOT/TPOT"),
          ownColumn("tpot_speedup_lo", null, lang, "lower end", "下端"),
          ownColumn("tpot_speedup_hi", null, lang, "upper end", "上端"),
          ...viewColumns(["output_tokens_per_s"], lang),
          ownColumn("capacity_ratio", null, lang, "Throughput / one card's", "吞吐/单卡吞吐"),
          ownColumn("capacity_ratio_lo", null, lang, "lower end", "下端"),
          ownColumn("capacity_ratio_hi", null, lang, "upper end", "上端")
        ],
        rows: rows.map(({color: _c, symbol: _s, ...row}) => row)
      },
      source: listed(
        [
          t(
            `calibration fitted on ${calibration.fitted_on.runs.join(", ")}`,
            `校准拟合自 ${calibration.fitted_on.runs.join("、")}`
          ),
          sourceOf(
            data.points.filter(({point_id}) => seen.includes(point_id)),
            data
          ),
          articleTables(data, printedRows(data, ["tpot_ms"]), lang)
        ],
        lang
      ),
      method: html`${t(
        `Tensor parallelism of bf16 weights, predicted as \`npm run predict -- --tp N\` does. ${fitted ? "" : "No run that the calibration was fitted on has more than one card: what the all-reduces of a step cost is a prior from the link's data sheet. "}Copies are one address over a copy of the model on each card: for one stream they gain nothing. Measured throughput at equal speed is read between the two loads that enclose it: the chord between them gives the lower end, the line through the two loads before, drawn on, the upper, as the time of a token grows faster the higher the load. An interval sets the worst end of one prediction against the best of the other, as if their errors were unrelated, so it is wider than need be. A printed TPOT stands at the load that it was taken at, which its source need not state; a few streams more slow a stream down by little beside the differences here. Throughput at equal speed is read between the two predicted loads that enclose it. It may exceed the number of cards: weights are held once, so more memory and bandwidth are left for requests.`,
        `bf16 权重的张量并行，预测方法同 \`npm run predict -- --tp N\`。${fitted ? "" : "校准所用运行都只有一张卡：每步 all-reduce 的代价取自互连数据手册的先验。"}副本指同一地址之后每张卡各有一份模型：对单路没有增益。实测的等速吞吐在包含它的两档负载之间读出：两档之间的弦给出下端，由更低两档延长的直线给出上端，因为负载越高，每 token 时间增长越快。区间以一个预测的最差端对另一个的最好端，视两者误差无关，因此偏宽。所印 TPOT 取自其自身的负载，来源未必说明；多几路并发带来的减速与此处的差异相比很小。等速吞吐在包含它的两档预测负载之间读出。它可以超过卡数：权重只存一份，留给请求的显存与带宽更多。`
      )}`,
      kinds: (["predicted", "published", "measured", "bound"] as const).filter(
        (kind) => kind === "bound" || rows.some((row) => row.kind === kind)
      )
    };
  }
};

interface Mark extends ScalingRow {
  readonly x: number;
  readonly y: number;
  readonly lo: number | null;
  readonly hi: number | null;
}

const labelsOf = (marks: readonly Mark[]): Label[] =>
  marks.map(({x, y, color, kind}) => ({x, y, color, text: `${kind === "published" ? "○ " : ""}${formatNumber(y)}`}));

const measuredLabel = ({copies, y}: Mark): string =>
  copies === 1 ? formatNumber(y) : `${copies} × 1: ${formatNumber(y)}`;

const dot = {x: "x", y: "y", symbol: "symbol", stroke: "color", strokeWidth: 1.6, r: 5} as const;

/** Room between GPUs at one number of cards, as a factor: whiskers that lie on one another cannot be read. */
const apart = 1.05;

function draw({lang, document}: Env, rows: readonly ScalingRow[]): SVGSVGElement {
  const t = teller(lang);
  const names = [...new Set(rows.map(({label}) => label))];
  const marksOf = (name: "tpot_speedup" | "capacity_ratio"): Mark[] =>
    rows.flatMap((row) => {
      const y = row[name];
      if (y === null) return [];
      const x = row.gpus === 1 ? 1 : row.gpus * apart ** (names.indexOf(row.label) - (names.length - 1) / 2);
      return [{...row, x, y, lo: row[`${name}_lo`], hi: row[`${name}_hi`]}];
    });
  const all = [...marksOf("tpot_speedup"), ...marksOf("capacity_ratio")];
  const most = max(rows, ({gpus}) => gpus)!;
  const top = Math.max(most, ...all.map(({y, hi}) => hi ?? y)) * 1.1;
  const bottom = Math.min(1, ...all.map(({y, lo}) => lo ?? y)) / 1.1;
  const panel = (name: "tpot_speedup" | "capacity_ratio", width: number, marginLeft: number): SVGSVGElement => {
    const marks = marksOf(name);
    const predicted = marks.filter(({kind}) => kind === "predicted");
    return chart({
      document,
      width,
      height: 330,
      marginLeft,
      marginRight: 62,
      x: {type: "log", domain: [0.93, most * 1.12], ticks: [1, 2, 4], label: t("cards →", "卡数 →")},
      y: {
        type: "log",
        domain: [bottom, top],
        ticks: [1, 2, 4, 8].filter((tick) => tick < top),
        grid: true,
        label: null
      },
      color: {type: "identity"},
      symbol: {type: "identity"},
      marks: [
        Plot.line([1, most], {
          x: (n: number) => n,
          y: (n: number) => n,
          stroke: "var(--bound)",
          strokeDasharray: "4,4"
        }),
        Plot.text(name === "tpot_speedup" ? [most] : [], {
          x: (n: number) => n,
          y: (n: number) => n,
          text: () => t("ideal", "理想"),
          dx: -26,
          dy: -8,
          fill: "var(--bound)"
        }),
        Plot.line(predicted, {x: "x", y: "y", z: "label", stroke: "color", strokeDasharray: "1,3"}),
        Plot.ruleX(predicted, {x: "x", y1: "lo", y2: "hi", stroke: "color", strokeOpacity: 0.5, strokeWidth: 1.5}),
        Plot.dot(predicted, {...dot, strokeDasharray: "1,2", fill: "var(--ground)"}),
        Plot.dot(
          marks.filter(({kind}) => kind !== "predicted"),
          {...dot, fill: (mark: Mark) => (mark.kind === "measured" ? mark.color : "var(--ground)")}
        ),
        Plot.ruleX(
          marks.filter(({kind}) => kind === "measured"),
          {x: "x", y1: "lo", y2: "hi", stroke: "color", strokeWidth: 1.5}
        ),
        Plot.text(
          marks.filter(({kind, gpus}) => kind === "measured" && gpus < most),
          {x: "x", y: "y", text: measuredLabel, fill: "color", fontWeight: 600, textAnchor: "start", dx: 9}
        ),
        directLabels(labelsOf(marks.filter((mark) => mark.gpus === most)), {
          side: "right",
          dx: 16,
          gap: 14,
          align: true
        })
      ]
    });
  };
  return panels(
    document,
    [
      {
        svg: panel("tpot_speedup", 366, 40),
        x: 0,
        y: 22,
        title: t("A stream's speed (TPOT), times one card", "单路速度（TPOT），相对单卡")
      },
      {
        svg: panel("capacity_ratio", 350, 36),
        x: 368,
        y: 22,
        title: t("Throughput at equal speed, times one card", "等速下的吞吐，相对单卡")
      }
    ],
    354,
    groups(
      rows.filter(({kind}) => kind === "predicted"),
      ({label}) => label
    ).map(([label, own]) => ({label, color: own[0]!.color, dash: "1,3"}))
  );
}

/** What was measured on the most cards, the model split over them; null where nothing was. */
function measuredFinding(rows: readonly ScalingRow[], lang: Lang): string | null {
  const [split] = rows
    .filter(({kind, copies}) => kind === "measured" && copies === 1)
    .toSorted((a, b) => b.gpus - a.gpus || b.tpot_speedup - a.tpot_speedup);
  if (split === undefined) return null;
  const speed = formatNumber(split.tpot_speedup);
  if (split.capacity_ratio === null)
    return teller(lang)(
      `${split.label}, measured: a stream runs ${speed} times as fast as on one`,
      `${split.label} 实测：单路速度为一张卡的 ${speed} 倍`
    );
  const all = formatNumber(split.capacity_ratio);
  return teller(lang)(
    `${split.label}, measured: a stream ${speed} times as fast, at equal speed ${all} times as many tokens`,
    `${split.label} 实测：单路速度 ${speed} 倍，等速下吞吐 ${all} 倍`
  );
}

/** Where a source prints several cards, its number beside the predicted and the ideal one; else the predicted span. */
function printedFinding(rows: readonly ScalingRow[], lang: Lang): string {
  const t = teller(lang);
  const most = max(rows, ({gpus}) => gpus)!;
  const own = rows.filter(({gpus, kind}) => gpus === most && kind === "predicted");
  const printed = rows.find(({kind}) => kind === "published");
  const beside = rows.find(
    (row) => row.kind === "predicted" && row.gpus === printed?.gpus && row.label === printed.label
  );
  if (printed !== undefined && beside !== undefined) {
    const [seen, known] = [formatNumber(printed.tpot_p50_ms), formatNumber(beside.tpot_p50_ms)];
    const ideal = formatNumber((beside.tpot_p50_ms * beside.tpot_speedup) / beside.gpus);
    return t(
      `${printed.gpus} × ${printed.label}: ${seen} ms a token printed, ${known} predicted, ${ideal} if ideal`,
      `${printed.gpus} × ${printed.label}：每 token 所印 ${seen} ms，预测 ${known} ms，理想 ${ideal} ms`
    );
  }
  const [least, best] = [Math.min(...own.map((row) => row.tpot_speedup)), max(own, (row) => row.tpot_speedup)!];
  return t(
    `${most} cards are predicted to speed a stream up ${formatNumber(least)} to ${formatNumber(best)} times`,
    `预测 ${most} 张卡使单路速度提高到 ${formatNumber(least)} 至 ${formatNumber(best)} 倍`
  );
}
