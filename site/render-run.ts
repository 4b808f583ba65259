import {runBlocks} from "../src/components/blocks/index.js";
import {compareForest} from "../src/components/figures/compare-forest.js";
import {compareSlope} from "../src/components/figures/compare-slope.js";
import {ecdf} from "../src/components/figures/ecdf.js";
import {energy} from "../src/components/figures/energy.js";
import {itl} from "../src/components/figures/itl.js";
import {memory} from "../src/components/figures/memory.js";
import {pareto} from "../src/components/figures/pareto.js";
import {sweep} from "../src/components/figures/sweep.js";
import {timeline} from "../src/components/figures/timeline.js";
import {tpotBound} from "../src/components/figures/tpot-bound.js";
import type {Dataset} from "../src/model/dataset.js";
import type {RunRecord} from "../src/model/run-record.js";
import {scopeOfRun, workloadsOf} from "../src/model/scope.js";
import type {Env} from "../src/components/view.js";
import {renderScope} from "./render.js";
import {runScope} from "./run-pages.js";

/** Figures of one workload. */
const ofWorkload = [pareto, sweep, ecdf, itl, tpotBound];

/** Figures that show the whole run, whatever its workloads. */
const ofRun = [energy, timeline, memory, compareForest, compareSlope];

/**
 * Renders every figure and block that applies to one run: curves for each of its workloads, the rest once. A run without a
 * closed-loop point is seen under its first point's lengths. The figures that have something to draw are one more block.
 */
export function renderRun(
  data: Dataset,
  record: RunRecord,
  files: Env["files"],
  fragmentsDir: string,
  figuresDir: string
): void {
  const {run, kind} = record;
  const points = data.points.filter((point) => point.run === run);
  const first = points[0];
  const workloads = workloadsOf(points);
  const main = workloads[0] ?? {
    model: first?.model ?? "",
    input_tokens: Math.max(1, Math.round(first?.input_tokens ?? first?.input_tokens_mean ?? 1)),
    output_tokens: Math.max(1, Math.round(first?.output_tokens ?? first?.output_tokens_mean ?? 1))
  };
  const whole = scopeOfRun(data, run, kind, main);
  const further = workloads.slice(1).filter(({levels}) => levels > 1);
  const figures = [
    ...[...ofWorkload, ...ofRun].map((figure) => ({figure, data: whole, name: figure.id})),
    ...further.flatMap((workload, i) => {
      const own = {...whole, article: scopeOfRun(data, run, kind, workload).article};
      return ofWorkload.map((figure) => ({
        figure,
        data: own,
        name: `${figure.id}-i${workload.input_tokens}-o${workload.output_tokens}${twin(further, i)}`
      }));
    })
  ];
  renderScope(
    runScope(run),
    {figures, blocks: runBlocks},
    {data: whole, runs: [record], ...(files === undefined ? {} : {files})},
    fragmentsDir,
    figuresDir
  );
}

/** Tells apart workloads of several models with the same lengths. */
function twin(workloads: readonly {input_tokens: number; output_tokens: number}[], i: number): string {
  const {input_tokens, output_tokens} = workloads[i]!;
  const same = workloads
    .slice(0, i)
    .filter((other) => other.input_tokens === input_tokens && other.output_tokens === output_tokens);
  return same.length === 0 ? "" : `-${same.length + 1}`;
}
