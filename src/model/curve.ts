import {ascending, groups} from "d3-array";
import {copiesOf} from "./copies.js";
import {lengthsOf} from "./lengths-of.js";
import type {PointRow} from "./tables/points.js";

/** One configuration's answer to a growing closed-loop load of one shape. */
export interface Curve {
  readonly kind: string;
  readonly model: string;
  readonly gpu: string;
  readonly gpus: number;
  /** Copies of the model behind one address, each on `gpus / copies` GPUs. */
  readonly copies: number;
  readonly precision: string;
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** Ascending by concurrency; each holds all repeats of that level, over all runs. */
  readonly levels: readonly Level[];
}

export interface Level {
  readonly concurrency: number;
  readonly rows: readonly PointRow[];
}

/** Closed-loop points that can carry numbers, gathered into curves by what they measured; order: GPU, then precision. */
export function curves(points: readonly PointRow[]): Curve[] {
  const usable = points.filter(
    (p) =>
      p.status === "ok" &&
      p.load === "closed" &&
      p.concurrency !== null &&
      p.model !== null &&
      p.gpu !== null &&
      p.gpus !== null &&
      p.precision !== null &&
      Object.values(lengthsOf(p)).every((tokens) => tokens !== null)
  );
  const key = (p: PointRow): string =>
    JSON.stringify([p.kind, p.model, p.gpu, p.gpus, copiesOf(p), p.precision, lengthsOf(p)]);
  return groups(usable, key)
    .map(([, rows]) => {
      const first = rows[0]!;
      const {input_tokens, output_tokens} = lengthsOf(first);
      return {
        kind: first.kind,
        model: first.model!,
        gpu: first.gpu!,
        gpus: first.gpus!,
        copies: copiesOf(first),
        precision: first.precision!,
        input_tokens: input_tokens!,
        output_tokens: output_tokens!,
        levels: groups(rows, (p) => p.concurrency!)
          .map(([concurrency, levelRows]) => ({concurrency, rows: levelRows}))
          .sort((a, b) => ascending(a.concurrency, b.concurrency))
      };
    })
    .sort(
      (a, b) =>
        ascending(a.gpu, b.gpu) ||
        ascending(a.gpus, b.gpus) ||
        ascending(a.copies, b.copies) ||
        ascending(a.precision, b.precision)
    );
}

/** The curves of one workload of one model, as measured. */
export function curvesOf(
  points: readonly PointRow[],
  workload: {models: readonly string[]; input_tokens: number; output_tokens: number}
): Curve[] {
  return curves(points).filter(
    (curve) =>
      workload.models.includes(curve.model) &&
      curve.input_tokens === workload.input_tokens &&
      curve.output_tokens === workload.output_tokens
  );
}

/**
 * The knee: the first load from which a doubling of the load adds less than a tenth to the throughput.
 * Steps that are not doublings are scaled: the growth per doubling is (y2/y1)^(1/log2(x2/x1)).
 * @returns the load below the flat step, or null when throughput still grows at the end of the range
 */
export function knee(levels: readonly {load: number; throughput: number}[]): number | null {
  for (let i = 1; i < levels.length; i++) {
    const a = levels[i - 1]!;
    const b = levels[i]!;
    const perDoubling = (b.throughput / a.throughput) ** (1 / Math.log2(b.load / a.load));
    if (perDoubling < 1.1) return a.load;
  }
  return null;
}
