import {assume, type Assumptions} from "./assumptions.js";
import type {Text} from "./text.js";

/** Assumptions to start from, with where their numbers come from. */
export interface Preset {
  readonly id: "article" | "cloud" | "self-built";
  readonly name: Text;
  readonly basis: Text;
  readonly assumptions: Assumptions;
}

export const presets: readonly Preset[] = [
  {
    id: "article",
    name: {en: "The article's", zh: "文章的假设"},
    basis: {
      en: "prices as its table 5.1 prints them, machines busy all the time, its P99 limit read as end to end time",
      zh: "价格按其表 5.1，机器始终满载，其 P99 限值按端到端时间理解"
    },
    assumptions: assume()
  },
  {
    id: "cloud",
    name: {en: "Cloud on demand", zh: "云上按需"},
    basis: {
      en: "every card rented by the hour and given back when idle; 30-day mean prices of the index brian8808/gpu-price-index (Hugging Face, read 2026-11-25), the article's cloud prices for cards that it lacks",
      zh: "所有卡按小时租用，空闲即退；价格取 brian8808/gpu-price-index（Hugging Face，2026-11-25 读取）的 30 天均价，其中没有的卡按文章的云价格"
    },
    assumptions: assume({
      prices: {
        "rtx-4090dx1/CNY": 1.14,
        "rtx-4090dx4/CNY": 1.14,
        "a100-80gb-sxmx1/CNY": 6.84,
        "h100-80gb-sxmx1/CNY": 13.01,
        "h200-141gb-sxmx1/CNY": 24.8
      }
    })
  },
  {
    id: "self-built",
    name: {en: "Self-built", zh: "自建"},
    basis: {
      en: "an example of ours, without a source: machines of one's own, busy three hours in ten, electricity at 0.8 CNY per kWh",
      zh: "本报告的示例，并无来源：自有机器，十小时中忙碌三小时，电价每千瓦时 0.8 元"
    },
    assumptions: assume({utilisation: 0.3, electricity_price_per_kwh: 0.8})
  }
];
