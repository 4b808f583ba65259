import type {ParameterName} from "../model/prediction/parameters.js";
import type {Text} from "../model/text.js";

/** What each parameter of the step-time model means, for readers. */
export const parameterWords: Readonly<Record<ParameterName, Text>> = {
  stepMs: {en: "fixed time of a step, ms", zh: "每步固定时间，ms"},
  layerMs: {en: "starting and draining a layer's kernels, ms", zh: "每层内核的启动与排空，ms"},
  sequenceMs: {en: "sampling and bookkeeping of a request and step, ms", zh: "每请求每步的采样与记账，ms"},
  weightBandwidthShare: {
    en: "bandwidth of reading weights / data sheet",
    zh: "读取权重的带宽/标称值"
  },
  kvBandwidthShare: {en: "bandwidth of reading the KV cache / data sheet", zh: "读取 KV 缓存的带宽/标称值"},
  linearShare: {en: "FLOP/s of matrix products / data sheet", zh: "矩阵乘算力/标称值"},
  attentionShare: {en: "FLOP/s of prompt attention / data sheet", zh: "提示词注意力算力/标称值"},
  corner: {en: "exponent of the roofline's soft corner", zh: "屋顶线圆角的指数"},
  hostMs: {en: "way of a request in and out that does not queue, ms", zh: "请求进出中不排队的部分，ms"},
  hostRequestMs: {en: "host work that queues, ms a request", zh: "主机上排队处理的时间，ms/请求"},
  hostTokenMs: {en: "tokenizing, ms a prompt token", zh: "分词，ms/提示词 token"},
  hostChunkMs: {en: "sending out one chunk of an answer, ms", zh: "发出一个回答块，ms"},
  idlePowerShare: {
    en: "power without traffic or arithmetic, extrapolated from load / board's cap",
    zh: "由负载外推的零访存零计算功耗/板卡上限"
  },
  bandwidthPowerShare: {en: "power of reading at full bandwidth / cap", zh: "满带宽读取的功耗/上限"},
  computePowerShare: {en: "power of computing at full FLOP/s / cap", zh: "满算力计算的功耗/上限"},
  clockSlope: {en: "loss of clock for each unit of power over the knee", zh: "功耗超过拐点后每单位的降频"},
  clockKnee: {en: "mean power / cap at which clocks give way", zh: "开始降频时的平均功耗/上限"},
  linkLatencyMs: {en: "latency of one all-reduce, ms", zh: "一次 all-reduce 的时延，ms"},
  linkShare: {en: "rate of an all-reduce / data sheet of the link", zh: "all-reduce 速率/互连标称值"},
  int4Bandwidth: {en: "Int4: bandwidth / that of 16 bits", zh: "Int4：带宽/16 位的带宽"},
  int4Linear: {en: "Int4: matrix rate / that of 16 bits", zh: "Int4：矩阵乘速率/16 位的速率"},
  fp8Bandwidth: {en: "fp8: bandwidth / that of 16 bits", zh: "fp8：带宽/16 位的带宽"},
  fp8Linear: {en: "fp8: matrix rate / that of its data sheet share", zh: "fp8：矩阵乘速率/其标称份额"},
  fp8Layer: {en: "fp8: time of a layer's kernels / that of 16 bits", zh: "fp8：每层内核时间/16 位的时间"},
  expertBandwidth: {en: "experts: bandwidth / that of dense layers", zh: "专家层：带宽/稠密层的带宽"},
  expertLinear: {en: "experts: matrix rate / that of dense layers", zh: "专家层：矩阵乘速率/稠密层的速率"},
  expertLayer: {en: "experts: time of a layer's kernels / that of dense ones", zh: "专家层：每层内核时间/稠密层的时间"},
  latentBandwidth: {
    en: "latent attention: bandwidth / that of grouped attention",
    zh: "潜变量注意力：带宽/分组注意力的带宽"
  }
};
