import {integer, integerOrNull, number, numberOrNull, table, text, textOrNull, type Row} from "../table.js";

/** One row a GPU: data sheet values, with what was read on the board where it was. */
export const hardware = table(
  "hardware",
  {en: "Hardware", zh: "硬件"},
  {
    gpu: text("GPU id", "GPU id"),
    name: text("Name", "名称"),
    label: textOrNull("Short name", "简称", null, "as charts and tables print it", "图表所用名称"),
    mark: integer("Mark", "标记", null, "number of the colour and symbol in charts", "图中颜色与符号的编号"),
    mark_several: integerOrNull(
      "Mark, several cards",
      "多卡标记",
      null,
      "the same of several cards that serve as one; null: the card's colour with another symbol",
      "多卡共同服务时的编号；空：同卡颜色、另用符号"
    ),
    architecture: text("Architecture", "架构"),
    compute_capability: textOrNull("Compute capability", "计算能力"),
    memory_gb: number("Memory as marketed", "标称显存", "GB"),
    memory_mib: number("Memory as nvidia-smi reports it", "nvidia-smi 显存", "MiB"),
    memory_bandwidth_gb_per_s: number("Memory bandwidth", "显存带宽", "GB/s"),
    fp16_tflop_per_s: number("FP16 tensor, dense", "FP16 张量算力（稠密）", "TFLOP/s"),
    fp8_tflop_per_s: numberOrNull("FP8 tensor, dense", "FP8 张量算力（稠密）", "TFLOP/s"),
    board_power_w: number("Board power", "板卡功耗", "W"),
    link_gb_per_s: number("Link, per direction", "互连（单向）", "GB/s"),
    link: text("Link", "互连"),
    copy_gb_per_s: numberOrNull("Copy bandwidth, measured", "实测拷贝带宽", "GB/s"),
    bf16_8192_tflop_per_s: numberOrNull("BF16 matrix product of 8192, measured", "实测 BF16 8192 矩阵乘", "TFLOP/s"),
    source: text("Source", "来源")
  }
);

export type HardwareRow = Row<typeof hardware>;
