import {shownKind} from "../../model/dataset.js";
import {sampleFloor} from "../../model/statistics/sample-floor.js";
import {percentile} from "../../model/statistics/percentile.js";
import {teller, type Lang} from "../../model/text.js";
import {ownColumn, viewColumns} from "../columns.js";
import {conditions} from "../conditions.js";
import {ecdfPanel} from "../ecdf-panel.js";
import {formatNumber, formatPercent, withUnit} from "../format.js";
import {html} from "../markup.js";
import {panels} from "../panels.js";
import {requestLevels, type RequestLevel} from "../request-levels.js";
import type {Figure, ViewRow} from "../view.js";
import {sourceOf} from "../workload.js";
import {word} from "../words.js";

/** How TTFT and E2E are distributed over the requests, concurrency by concurrency. */
export const ecdf: Figure = {
  id: "ecdf",
  build({data, lang, document}) {
    const t = teller(lang);
    const levels = requestLevels(data);
    if (levels.length === 0)
      return {
        empty: t(
          "Run a closed-loop sweep with detailed results, or ingest one.",
          "请运行或导入带逐请求数据的闭环 sweep。"
        )
      };
    const rows = levels.flatMap((level) => level.rows);
    const cached = levels.some((level) => level.cached.length > 0);
    const title = finding(levels, lang);
    const height = 340;
    const [first, second] = [
      ecdfPanel(document, levels, "ttft_ms", {width: 352, height, xLabel: t("TTFT, ms →", "TTFT，ms →")}),
      ecdfPanel(document, levels, "e2e_ms", {width: 352, height, xLabel: t("E2E, ms →", "E2E，ms →")})
    ];
    return {
      title,
      subtitle: t(
        `Share of requests at or below a latency, ms (log), one line a concurrency; ${levels[0]!.label}, ${conditions(rows, lang)}${cached ? "; + = request 0, a prefix-cache hit" : ""}`,
        `时延不超过横轴值（ms，对数）的请求占比，每条线为一档并发；${levels[0]!.label}，${conditions(rows, lang)}${cached ? "；+ 为请求 0，命中前缀缓存" : ""}`
      ),
      svg: panels(
        document,
        [
          {svg: first, x: 0, y: 0, title: t("Time to the first token", "首 token 时延")},
          {svg: second, x: 368, y: 0, title: t("Time to the last token", "末 token 时延")}
        ],
        height
      ),
      alt: t(
        `Two panels of ${levels.length} distributions. ${title}. ${extremes(levels, lang)}`,
        `两个面板，各 ${levels.length} 条分布。${title}。${extremes(levels, lang)}`
      ),
      table: {
        caption: t("Latency at shares of the requests", "各请求占比处的时延"),
        columns: [
          ...viewColumns(["id", "concurrency", "n_completed"], lang),
          {
            ...ownColumn("share", "share", lang, "Share of requests", "请求占比"),
            show: (value) => formatPercent(Number(value))
          },
          {...ownColumn("ttft_ms", "ms", lang, "TTFT, at most", "TTFT 不超过"), show: shown(lang)},
          {...ownColumn("e2e_ms", "ms", lang, "E2E, at most", "E2E 不超过"), show: shown(lang)}
        ],
        rows: levels.flatMap(summary),
        fileRows: levels.flatMap(everyRequest)
      },
      source: sourceOf(rows, data),
      method: html`${t(
        `Each step is one completed request; repeats of a concurrency are pooled. The table gives R-7 percentiles; p99 needs ${sampleFloor(0.99)} requests. The files hold every request in ascending order, TTFT and E2E sorted apart. Requests of a closed loop are not independent.`,
        `每一级台阶为一个完成的请求；同一并发的各次重复合并。表中为 R-7 分位数；p99 至少需要 ${sampleFloor(0.99)} 个请求。文件含全部请求，TTFT 与 E2E 各自升序排列。闭环中的请求并非相互独立。`
      )}`,
      kinds: [shownKind(data)]
    };
  }
};

const shares = [0.1, 0.5, 0.9, 0.99] as const;

function summary(level: RequestLevel): ViewRow[] {
  const n = level.ttft_ms.length;
  return shares.map((share) => {
    const known = share === 0.1 ? n >= sampleFloor(0.9) : n >= sampleFloor(share);
    return {
      id: level.rows[0]!.point_id,
      concurrency: level.concurrency,
      n_completed: n,
      share,
      ttft_ms: known ? percentile(level.ttft_ms, share) : null,
      e2e_ms: known ? percentile(level.e2e_ms, share) : null
    };
  });
}

function everyRequest(level: RequestLevel): ViewRow[] {
  const n = level.ttft_ms.length;
  return level.ttft_ms.map((ttft_ms, i) => ({
    id: level.rows[0]!.point_id,
    concurrency: level.concurrency,
    n_completed: n,
    share: (i + 1) / n,
    ttft_ms,
    e2e_ms: level.e2e_ms[i] ?? null
  }));
}

const shown =
  (lang: Lang) =>
  (value: unknown): string =>
    typeof value === "number" ? formatNumber(value) : word("tooSmall", lang);

function finding(levels: readonly RequestLevel[], lang: Lang): string {
  const t = teller(lang);
  const half = (level: RequestLevel): string => {
    const ms = percentile(level.ttft_ms, 0.5);
    return ms < 1000 ? withUnit(formatNumber(ms), "ms", lang) : withUnit(formatNumber(ms / 1000), "s", lang);
  };
  const [low, high] = [levels[0]!, levels.at(-1)!];
  const {label} = low;
  return low === high
    ? t(
        `${label}: half the requests at c${low.concurrency} wait ${half(low)} for a first token`,
        `${label}：c${low.concurrency} 下半数请求等首 token ${half(low)}`
      )
    : t(
        `${label}: half the requests wait ${half(high)} for a first token at c${high.concurrency}, ${half(low)} at c${low.concurrency}`,
        `${label}：半数请求等首 token 的时间，c${high.concurrency} 下为 ${half(high)}，c${low.concurrency} 下为 ${half(low)}`
      );
}

function extremes(levels: readonly RequestLevel[], lang: Lang): string {
  const ttft = levels.flatMap((level) => [level.ttft_ms[0]!, level.ttft_ms.at(-1)!]);
  const [lo, hi] = [formatNumber(Math.min(...ttft)), formatNumber(Math.max(...ttft))];
  return teller(lang)(`TTFT of single requests from ${lo} to ${hi} ms.`, `单个请求的 TTFT 为 ${lo} 至 ${hi} ms。`);
}
