import {ratioInterval, type RatioInterval} from "../statistics/ratio-interval.js";
import type {PointRow} from "../tables/points.js";
import type {PublishedRow} from "../tables/published.js";
import type {Case} from "./case.js";
import {observed, readPoint} from "./observe.js";

/** A ratio of two configurations with all that a card says about it. */
export interface Compared extends RatioInterval {
  readonly value: number;
  readonly a: number;
  readonly b: number;
  readonly by: "measured" | "published";
  /** Concurrency of the measured points; null for printed rows. */
  readonly concurrency: number | null;
}

const columns = {
  /** Time of a further token, ms. */
  tpot: {published: "tpot_ms", measured: "tpot_p50_ms"},
  /** Time to the first token, ms. */
  ttft: {published: "ttft_ms", measured: "ttft_p50_ms"}
} as const;

/**
 * Ratio a / b of a latency of two configurations: from measured points at one common concurrency when both were
 * measured, from the printed rows otherwise. Never one of each: that would mix two ways of measuring.
 */
export function ratioOf(c: Case, quantity: keyof typeof columns, a: PublishedRow, b: PublishedRow): Compared {
  const {published, measured} = columns[quantity];
  const common = commonPoints(c, a, b);
  const spread = c.assumptions.run_spread;
  if (common !== null) {
    const [x, y] = [common.a, common.b].map((points) =>
      points.map((p) => readPoint(c, p, measured)).filter((v) => v !== null)
    );
    if (x!.length > 0 && y!.length > 0) {
      const ratio = ratioInterval(x!, y!, spread);
      return {...ratio, value: ratio.ratio, ...ends(x!, y!), by: "measured", concurrency: common.concurrency};
    }
  }
  const [x, y] = [c.read(a, published), c.read(b, published)];
  const ratio = ratioInterval([x], [y], spread);
  return {...ratio, value: ratio.ratio, a: x, b: y, by: "published", concurrency: null};
}

/** Points of both configurations at the common concurrency nearest to the reader's load; null where there is none. */
export function commonPoints(
  c: Case,
  a: PublishedRow,
  b: PublishedRow
): {a: PointRow[]; b: PointRow[]; concurrency: number} | null {
  const [x, y] = [observed(c, a), observed(c, b)];
  const shared = [...new Set(x.map((p) => p.concurrency))].filter(
    (level): level is number => level !== null && y.some((p) => p.concurrency === level)
  );
  const wanted = c.assumptions.load.concurrency;
  const [nearest] = shared.sort((k, l) => Math.abs(Math.log(k / wanted)) - Math.abs(Math.log(l / wanted)));
  if (nearest === undefined) return null;
  const at = (points: PointRow[]): PointRow[] => points.filter((p) => p.concurrency === nearest);
  return {a: at(x), b: at(y), concurrency: nearest};
}

function ends(x: readonly number[], y: readonly number[]): {a: number; b: number} {
  const geometric = (v: readonly number[]): number => Math.exp(v.reduce((s, w) => s + Math.log(w), 0) / v.length);
  return {a: geometric(x), b: geometric(y)};
}
