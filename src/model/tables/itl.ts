import {integer, number, table, text, type Row} from "../table.js";

/**
 * Inter-token latencies as a mergeable histogram: bin k holds gaps in (gamma^(k-1), gamma^k] ms with
 * gamma = 1.02, so that any percentile read from it is within 1 % of a gap of that rank. Bin of gaps of 0 ms: bin -2^31.
 */
export const itl = table(
  "itl",
  {en: "Inter-token latencies", zh: "token 间隔"},
  {
    point_id: text("Point id", "测量点 id"),
    bin: integer("Bin", "箱号"),
    gt_ms: number("Above", "大于", "ms"),
    le_ms: number("Up to", "至多", "ms"),
    n: integer("Gaps", "间隔数")
  }
);

export type ItlRow = Row<typeof itl>;
