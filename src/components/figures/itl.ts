import {greatest} from "d3";
import {shownKind} from "../../model/dataset.js";
import {sampleFloor} from "../../model/statistics/sample-floor.js";
import {teller, type Lang} from "../../model/text.js";
import {ownColumn, viewColumns} from "../columns.js";
import {conditions} from "../conditions.js";
import {formatCount, formatNumber, withUnit} from "../format.js";
import {gapLevels, gapShares, type GapLevel} from "../gap-levels.js";
import {html} from "../markup.js";
import {ridgeline} from "../ridgeline.js";
import type {Figure} from "../view.js";
import {sourceOf} from "../workload.js";
import {word} from "../words.js";

/** Gaps between chunks by load: their distribution and its upper percentiles. */
export const itl: Figure = {
  id: "itl",
  build({data, lang, document}) {
    const t = teller(lang);
    const levels = gapLevels(data);
    if (levels.length === 0)
      return {
        empty: t(
          "Run a closed-loop sweep with detailed results, or ingest one.",
          "请运行或导入带逐请求数据的闭环 sweep。"
        )
      };
    const rows = levels.flatMap((level) => level.rows);
    const title = finding(levels, lang);
    const show = (value: unknown): string => (typeof value === "number" ? formatNumber(value) : word("tooSmall", lang));
    return {
      title,
      subtitle: t(
        `Gap between successive chunks of an answer, ms (log): shape of the distribution, its p50 (dot), p90, p99 and p99.9 (ticks); ${levels[0]!.label}, ${conditions(rows, lang)}`,
        `同一回答相邻数据块的间隔，ms（对数）：分布形状及其 p50（点）、p90、p99、p99.9（竖线）；${levels[0]!.label}，${conditions(rows, lang)}`
      ),
      svg: ridgeline(document, levels, lang),
      alt: t(
        `${levels.length} distributions, one a concurrency. ${title}. ${extremes(levels, lang)}`,
        `${levels.length} 条分布，每档并发一条。${title}。${extremes(levels, lang)}`
      ),
      table: {
        caption: t("Percentiles of the gaps", "间隔的分位数"),
        columns: [
          ...viewColumns(["id", "concurrency"], lang),
          ownColumn("n_gaps", null, lang, "Gaps", "间隔数"),
          ...gapShares.map(({name, text}) => ({...ownColumn(name, "ms", lang, `ITL ${text}`, `ITL ${text}`), show})),
          ownColumn("itl_max_ms", "ms", lang, "Longest gap, at most", "最长间隔不超过")
        ].map((column) =>
          column.name === "n_gaps" ? {...column, show: (value: unknown) => formatCount(Number(value))} : column
        ),
        rows: levels.map(({concurrency, n_gaps, percentiles, itl_max_ms, rows: own}) => ({
          id: own[0]!.point_id,
          concurrency,
          n_gaps,
          ...percentiles,
          itl_max_ms
        }))
      },
      source: sourceOf(rows, data),
      method: html`${t(
        `From a histogram whose bins grow by 2 %, so each percentile is within 1 % of a gap of its rank. A gap lies between chunks as the client received them; a chunk may hold several tokens under load, so there are fewer gaps than tokens. p99.9 needs ${sampleFloor(0.999)} gaps. Gaps of one request are not independent.`,
        `取自箱宽按 2% 递增的直方图，各分位数与该秩次的间隔相差不超过 1%。间隔按客户端收到的数据块计；高负载下一块可含多个 token，故间隔数少于 token 数。p99.9 至少需要 ${sampleFloor(0.999)} 个间隔。同一请求内的间隔并非相互独立。`
      )}`,
      kinds: [shownKind(data)]
    };
  }
};

function finding(levels: readonly GapLevel[], lang: Lang): string {
  const t = teller(lang);
  const worst = greatest(levels, (level) => (level.percentiles.itl_p99_ms ?? 0) / level.percentiles.itl_p50_ms!)!;
  const {itl_p50_ms, itl_p99_ms} = worst.percentiles;
  if (itl_p99_ms === null)
    return t(
      `Too few gaps at any load for a p99: half of them are under ${withUnit(formatNumber(itl_p50_ms), "ms", lang)}`,
      `各负载的间隔数均不足以给出 p99；半数间隔不超过 ${withUnit(formatNumber(itl_p50_ms), "ms", lang)}`
    );
  return t(
    `${worst.label}, c${worst.concurrency}: one gap in a hundred is ${formatNumber(itl_p99_ms / itl_p50_ms!)} times the usual: ${withUnit(formatNumber(itl_p99_ms), "ms", lang)} against ${formatNumber(itl_p50_ms)}`,
    `${worst.label}，c${worst.concurrency}：百分之一的间隔达到常见值的 ${formatNumber(itl_p99_ms / itl_p50_ms!)} 倍：${withUnit(formatNumber(itl_p99_ms), "ms", lang)} 对 ${formatNumber(itl_p50_ms)}`
  );
}

function extremes(levels: readonly GapLevel[], lang: Lang): string {
  const longest = greatest(levels, (level) => level.itl_max_ms)!;
  return teller(lang)(
    `Longest gap ${formatNumber(longest.itl_max_ms)} ms, at concurrency ${longest.concurrency}; n = ${formatCount(Math.min(...levels.map((level) => level.n_gaps)))} to ${formatCount(Math.max(...levels.map((level) => level.n_gaps)))} gaps.`,
    `最长间隔 ${formatNumber(longest.itl_max_ms)} ms，在并发 ${longest.concurrency}；n = ${formatCount(Math.min(...levels.map((level) => level.n_gaps)))} 至 ${formatCount(Math.max(...levels.map((level) => level.n_gaps)))} 个间隔。`
  );
}
