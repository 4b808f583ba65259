import type {PointRow} from "../tables/points.js";
import type {Text} from "../text.js";

/** Where a source's quantity differs from the one that the column's name stands for here. */
interface Difference {
  /** Columns that it touches. */
  readonly columns: RegExp;
  /** False where it only says how a number came to be, so that comparing stays sound. */
  readonly matters: boolean;
  readonly text: Text;
}

const d = (columns: RegExp, matters: boolean, en: string, zh: string): Difference => ({
  columns,
  matters,
  text: {en, zh}
});

const latencies = /^(?:ttft|tpot|itl|e2e)_/;
const everything = /./;

/**
 * All differences by code; a row lists the codes that hold for it. Sources: the real files that the readers were made
 * from, and the tools' own documents, as each reader says.
 */
const registry = {
  "tpot=token_weighted": d(
    /^tpot_|_per_user$/,
    true,
    "TPOT statistics count a request once for each gap between its tokens, not once",
    "TPOT 统计按每个请求的 token 间隔数加权，而非每个请求计一次"
  ),
  "tpot=called_itl": d(
    /^tpot_|_per_user$/,
    false,
    "the source calls this quantity, (last token - first token) / (output tokens - 1), inter-token latency",
    "来源把该量，即（末 token - 首 token）/（输出 token 数 - 1），称为 ITL"
  ),
  "tpot=mean_gap": d(
    /^tpot_|_per_user$/,
    true,
    "TPOT is the mean gap between chunks of a request: the same only where each chunk carries one token",
    "TPOT 为单个请求各数据块间隔的平均；仅当每块恰含一个 token 时与本报告相同"
  ),
  "tpot=unknown": d(
    /^tpot_|_per_user$/,
    true,
    "the file does not say whether TPOT leaves the first token out",
    "文件未说明 TPOT 是否排除首 token"
  ),
  "itl=unknown": d(
    /^itl_/,
    true,
    "the file does not say whether ITL is a gap between chunks or a mean of each request",
    "文件未说明 ITL 是数据块间隔还是每个请求的平均"
  ),
  "itl=mean_of_request": d(
    /^itl_/,
    true,
    "ITL is a mean of each request, so it has no token tail",
    "ITL 为每个请求的平均值，没有 token 级的尾部"
  ),
  "percentile=order_statistic": d(
    /^(?:ttft|tpot|itl|e2e)_p\d\d_/,
    true,
    "percentiles are observed values, without interpolation; here they are interpolated (R-7)",
    "分位数取观测值，不插值；本报告按 R-7 插值"
  ),
  "percentile=unknown": d(
    /^(?:ttft|tpot|itl|e2e)_p\d\d_/,
    true,
    "the file does not say how percentiles are computed",
    "文件未说明分位数的算法"
  ),
  "std=unknown": d(
    /_std_/,
    true,
    "the file does not say whether the standard deviation divides by n or n - 1",
    "文件未说明标准差除以 n 还是 n - 1"
  ),
  "value=mean_of_runs": d(
    everything,
    true,
    "each number is a mean over several runs of that run's statistic",
    "每个数字都是多次运行相应统计量的平均"
  ),
  "value=pooled_stages": d(
    everything,
    true,
    "several load levels and the pauses between them are pooled",
    "多个负载档及其间的停顿被合并统计"
  ),
  "value=summary": d(
    latencies,
    false,
    "statistics as the tool states them; the file holds no requests to compute them from",
    "统计量取自工具所写，文件中没有可供重算的逐请求数据"
  ),
  "queue=unknown": d(
    /^(?:ttft|e2e)_/,
    true,
    "the file does not say whether waiting in the client counts as TTFT and E2E; here it does not",
    "文件未说明客户端排队时间是否计入 TTFT 与 E2E；本报告不计入"
  ),
  "tokens=client_tokenizer": d(
    /^tpot_|tokens/,
    true,
    "output tokens are counted by the client's tokenizer, not by the server",
    "输出 token 由客户端分词器计数，而非服务端"
  ),
  "tokens=unknown": d(
    /^tpot_|tokens/,
    true,
    "the file does not say who counted the tokens",
    "文件未说明 token 由谁计数"
  ),
  "throughput=own_window": d(
    /(?:tokens|requests)_per_s(?:_per_gpu)?$|^concurrency_mean$/,
    true,
    "throughput is over the tool's own measured window, which leaves out what its warm-up and cool-down cut",
    "吞吐按工具自己的测量窗口计算，不含其预热与收尾截去的部分"
  ),
  "throughput=from_per_gpu": d(
    /tokens_per_s$/,
    false,
    "totals are the source's figures per GPU times the GPUs",
    "总量由来源的每卡数值乘以卡数得到"
  ),
  "format=schema_only": d(
    everything,
    false,
    "this format was read from its description; no real file of it has been seen",
    "该格式依据说明文档读取，尚未见过真实文件"
  )
} as const satisfies Record<string, Difference>;

export type DefinitionCode = keyof typeof registry;

/** The codes of a row's `definitions` column; unknown ones, of another version, are kept as they are. */
function codesOf(definitions: string | null): string[] {
  return definitions === null || definitions === "" ? [] : definitions.split(" ");
}

/** Codes as a row stores them: sorted, each once, null for none. */
export function definitionsText(codes: Iterable<DefinitionCode>): string | null {
  const sorted = [...new Set(codes)].sort();
  return sorted.length === 0 ? null : sorted.join(" ");
}

const lookup = (code: string): Difference =>
  (registry as Record<string, Difference>)[code] ??
  d(everything, true, `unknown difference ${code}`, `未知差异 ${code}`);

/** What a reader must know about one number of a row, in words; empty when it is defined as here. */
export function definitionNotes(row: Pick<PointRow, "definitions">, column: string): Text[] {
  return codesOf(row.definitions)
    .map(lookup)
    .filter(({columns}) => columns.test(column))
    .map(({text}) => text);
}

/**
 * Why two numbers of one column are not like for like: what holds for one of them and not for the other. Empty when they
 * are defined alike. Whoever draws or prints the two together marks them with it.
 */
export function definitionGap(
  a: Pick<PointRow, "definitions">,
  b: Pick<PointRow, "definitions">,
  column: string
): Text[] {
  const [inA, inB] = [new Set(codesOf(a.definitions)), new Set(codesOf(b.definitions))];
  return [...new Set([...inA, ...inB])]
    .filter((code) => inA.has(code) !== inB.has(code))
    .sort()
    .map(lookup)
    .filter(({matters, columns}) => matters && columns.test(column))
    .map(({text}) => text);
}
