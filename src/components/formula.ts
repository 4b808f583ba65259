import {tables} from "../model/dataset.js";
import {metrics} from "../model/metrics.js";
import type {Columns} from "../model/table.js";
import type {Text} from "../model/text.js";

/** Columns of article tables as the points call them, for measured rows that stand in such a table. */
const asMeasured: Readonly<Record<string, string>> = {
  ttft_ms: "ttft_p50_ms",
  tpot_ms: "tpot_p50_ms",
  throughput_tokens_per_s: "output_tokens_per_s",
  power_w: "power_mean_w",
  tokens_per_s_per_w: "output_tokens_per_s_per_w"
};

/** Quantities that tables of the report compute from a row and that no table holds. */
const computed: Readonly<Record<string, {label: Text; definition: Text}>> = {
  streams_implied: {
    label: {en: "Throughput × TPOT", zh: "吞吐 × TPOT"},
    definition: {
      en: "throughput × TPOT / 1000: the number of streams that the two amount to",
      zh: "吞吐 × TPOT / 1000：两者对应的并发路数"
    }
  },
  cost_recomputed: {
    label: {en: "Cost recomputed", zh: "重算成本"},
    definition: {
      en: "price per hour of all GPUs × 10⁶ / (throughput × 3600), at full utilisation",
      zh: "全部卡每小时价格 × 10⁶ /（吞吐 × 3600），利用率 100 %"
    }
  },
  cost_per_mtok_output: {
    label: {en: "Cost per million output tokens", zh: "每百万输出 token 成本"},
    definition: {
      en: "price per GPU-hour × GPUs × 10⁶ / (output throughput × 3600 × utilisation)",
      zh: "每卡小时价格 × 卡数 × 10⁶ /（输出吞吐 × 3600 × 利用率）"
    }
  },
  tokens_per_s_per_w_recomputed: {
    label: {en: "Tokens per second per watt, recomputed", zh: "每瓦吞吐（重算）"},
    definition: {en: "throughput / power", zh: "吞吐 / 功耗"}
  },
  max_concurrency: {
    label: {en: "Max concurrency", zh: "最大并发"},
    definition: {
      en: "largest tested closed-loop concurrency at which, with 95 % confidence (binomial, one-sided), enough requests meet the limit; of a prediction, the largest simulated one whose percentile does",
      zh: "以 95 % 置信度（单侧二项）有足够请求达标的最大闭环并发；预测值为分位数达标的最大模拟并发"
    }
  },
  tpot_floor_ms: {
    label: {en: "TPOT floor", zh: "TPOT 下限"},
    definition: {
      en: "bytes of weights and of the KV cache at the mean context, read once a step, over the data sheet's bandwidth",
      zh: "每步读取一次的权重与平均上下文 KV 缓存字节数 / 数据手册带宽"
    }
  },
  ttft_floor_ms: {
    label: {en: "TTFT floor", zh: "TTFT 下限"},
    definition: {
      en: "FLOPs of the prompt over the data sheet's dense rate",
      zh: "处理提示词的浮点运算量 / 数据手册的稠密算力"
    }
  }
};

/** What a column of a row means and how it is computed; null for a column that nothing describes. */
export function formulaOf(row: string, column: string): {label: Text; definition: Text} | null {
  const kind = row.split("/")[0]!;
  const name = kind === "published" ? column : (asMeasured[column] ?? column);
  const table = kind === "published" ? tables.published : kind === "hardware" ? tables.hardware : tables.points;
  const declared = (table.columns as Columns)[name] ?? metrics[name as keyof typeof metrics];
  return computed[name] ?? declared ?? null;
}
