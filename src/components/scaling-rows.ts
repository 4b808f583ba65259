import type {Dataset} from "../model/dataset.js";
import {parseArchitecture} from "../model/physics/architecture.js";
import {calibration} from "../model/prediction/calibration.js";
import {predictScaling} from "../model/prediction/scaling.js";
import {configurationName} from "./configuration.js";
import {printedRows} from "./published.js";
import {drawnSeries} from "./series.js";
import {articleCurves, articleWorkload, spread} from "./workload.js";

/** One number of cards of one GPU against one card, by one kind of evidence. */
export interface ScalingRow {
  readonly id: string;
  readonly kind: "predicted" | "published" | "measured";
  readonly label: string;
  readonly color: string;
  readonly symbol: string;
  readonly gpus: number;
  readonly tpot_p50_ms: number;
  readonly tpot_speedup: number;
  readonly tpot_speedup_lo: number | null;
  readonly tpot_speedup_hi: number | null;
  readonly output_tokens_per_s: number | null;
  readonly capacity_ratio: number | null;
  readonly capacity_ratio_lo: number | null;
  readonly capacity_ratio_hi: number | null;
}

/** Load of one card that capacity is compared at: the middle one of those that the report predicts. */
export const comparedStreams = 16;

const cards = [2, 4] as const;

/**
 * What several cards gain over one: of every GPU that the article prints with several, and of every measured one, 16-bit weights;
 * predicted for 2 and 4 cards, beside what is printed and what was measured.
 */
export function scalingRows(data: Dataset): readonly ScalingRow[] {
  const known = cache.get(data);
  if (known !== undefined) return known;
  const rows = computed(data);
  cache.set(data, rows);
  return rows;
}

const cache = new WeakMap<Dataset, readonly ScalingRow[]>();

function computed(data: Dataset): ScalingRow[] {
  const {article, hardware} = data;
  const model = data.models.find(({names}) => names.includes(article.model.name));
  if (model === undefined) return [];
  const arch = parseArchitecture(model);
  const curves = articleCurves(data).filter(({precision}) => sixteenBit.has(precision ?? ""));
  const printed = printedRows(data, ["tpot_ms"]).filter(({precision}) => sixteenBit.has(precision));
  const several = printed.filter(({gpus}) => gpus > 1).map(({gpu}) => gpu);
  const wanted = new Set([...several, ...curves.map(({gpu}) => gpu)]);
  const {input_tokens, output_tokens} = articleWorkload(data);
  return hardware
    .filter(({gpu}) => wanted.has(gpu))
    .flatMap((gpu) => {
      const {color, symbol} = drawnSeries(data, {gpu: gpu.gpu, gpus: 1, precision: "bf16"});
      const drawn = {label: configurationName(data, {gpu: gpu.gpu, gpus: 1}), color, symbol};
      const predicted = predictScaling(calibration, {
        arch,
        model: model.id,
        gpu,
        precision: "bf16",
        input_tokens,
        output_tokens,
        streams: comparedStreams,
        cards
      }).map(({cards: gpus, alone, speedup, capacity, capacity_tokens_per_s}): ScalingRow => ({
        ...drawn,
        id: `predicted/${gpu.gpu}-x${gpus}/bf16/c1`,
        kind: "predicted",
        gpus,
        tpot_p50_ms: alone.tpot_p50_ms!,
        tpot_speedup: speedup.value,
        tpot_speedup_lo: speedup.lo,
        tpot_speedup_hi: speedup.hi,
        output_tokens_per_s: capacity_tokens_per_s,
        capacity_ratio: capacity?.value ?? null,
        capacity_ratio_lo: capacity?.lo ?? null,
        capacity_ratio_hi: capacity?.hi ?? null
      }));
      const onPaper = printed.filter((row) => row.gpu === gpu.gpu);
      const single = onPaper.find(({gpus}) => gpus === 1);
      const paper = onPaper.flatMap((row): ScalingRow[] =>
        single === undefined || row.gpus === 1
          ? []
          : [
              {
                ...drawn,
                ...open,
                id: row.published_id,
                kind: "published",
                gpus: row.gpus,
                tpot_p50_ms: row.tpot_ms!,
                tpot_speedup: single.tpot_ms! / row.tpot_ms!
              }
            ]
      );
      const levels = curves
        .filter((curve) => curve.gpu === gpu.gpu)
        .flatMap((curve) => {
          const alone = curve.levels.find(({concurrency}) => concurrency === 1);
          const tpot = alone === undefined ? null : spread(alone, "tpot_p50_ms").value;
          return alone === undefined || tpot === null
            ? []
            : [{gpus: curve.gpus ?? 1, id: alone.rows[0]!.point_id, tpot}];
        });
      const base = levels.find(({gpus}) => gpus === 1);
      const measured = levels.flatMap(({gpus, id, tpot}): ScalingRow[] =>
        base === undefined || gpus === 1
          ? []
          : [{...drawn, ...open, id, kind: "measured", gpus, tpot_p50_ms: tpot, tpot_speedup: base.tpot / tpot}]
      );
      return [...predicted, ...paper, ...measured];
    });
}

/** A printed or measured TPOT is one number; at which throughput users keep their speed, neither says. */
const open = {
  tpot_speedup_lo: null,
  tpot_speedup_hi: null,
  output_tokens_per_s: null,
  capacity_ratio: null,
  capacity_ratio_lo: null,
  capacity_ratio_hi: null
} as const;

const sixteenBit = new Set(["bf16", "fp16"]);
