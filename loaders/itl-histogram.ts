import type {ItlRow} from "../src/model/tables/itl.js";

/** Ratio of a bin's ends: 1.02, so that the middle of a bin is within 1 % of every gap in it. */
const gamma = 1.02;
const logGamma = Math.log(gamma);
/** Bin of gaps of exactly 0 ms, which have no logarithm. */
const zeroBin = -(2 ** 31);

/**
 * Counts gaps (ms, ascending) in logarithmic bins (gamma^(k-1), gamma^k] ms. Histograms of several points merge by adding
 * the counts of equal bins. Rows ascend by bin; empty bins are left out.
 */
export function itlHistogram(pointId: string, gapsMs: Float64Array): ItlRow[] {
  const rows: ItlRow[] = [];
  let at = 0;
  while (at < gapsMs.length) {
    const bin = binOf(gapsMs[at]!);
    const [gt_ms, le_ms] = bin === zeroBin ? [0, 0] : [gamma ** (bin - 1), gamma ** bin];
    const from = at;
    do at++;
    while (at < gapsMs.length && gapsMs[at]! <= le_ms);
    rows.push({point_id: pointId, bin, gt_ms, le_ms, n: at - from});
  }
  return rows;
}

function binOf(ms: number): number {
  if (ms === 0) return zeroBin;
  const bin = Math.ceil(Math.log(ms) / logGamma);
  // The logarithm is rounded: a gap on an edge may be one bin off.
  if (ms > gamma ** bin) return bin + 1;
  return ms <= gamma ** (bin - 1) ? bin - 1 : bin;
}
