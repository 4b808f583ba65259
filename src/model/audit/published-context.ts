import {architectureOf} from "../claims/architecture-of.js";
import type {Dataset} from "../dataset.js";
import type {BoundTarget} from "../physics/bounds.js";
import {precisions} from "../physics/precision.js";
import type {PublishedRow} from "../tables/published.js";

/** What the checks of a printed row may look at. */
export interface PublishedContext {
  readonly dataset: Dataset;
  readonly load: {readonly inputTokens: number; readonly outputTokens: number; readonly concurrency: number};
  readonly target: (row: PublishedRow) => BoundTarget | null;
  /** The row of section 3 that gives this machine's TTFT and TPOT. */
  readonly timed: (row: PublishedRow) => PublishedRow | null;
  /** Latency limit of the article's concurrency column, ms; null where its definition names none. */
  readonly limitMs: number | null;
}

export function publishedContext(dataset: Dataset): PublishedContext {
  const {article, hardware, published} = dataset;
  const {input_tokens_mean, output_tokens} = article.setup;
  const seconds = /latency < ([\d.]+) s/.exec(
    article.assertions.find(({id}) => id === "slo-definition")?.says ?? ""
  )?.[1];
  return {
    dataset,
    load: {inputTokens: input_tokens_mean, outputTokens: output_tokens, concurrency: 1},
    target(row) {
      const gpu = hardware.find((one) => one.gpu === row.gpu);
      const precision = precisions.find((known) => known === row.precision);
      if (gpu === undefined || precision === undefined) return null;
      return {arch: architectureOf(dataset, article.model.name), precision, gpu, gpus: row.gpus};
    },
    timed: (row) =>
      row.tpot_ms !== null
        ? row
        : (published.find(
            (one) => one.source_gpu === row.source_gpu && one.precision === row.precision && one.tpot_ms !== null
          ) ?? null),
    limitMs: seconds === undefined ? null : 1000 * Number(seconds)
  };
}
