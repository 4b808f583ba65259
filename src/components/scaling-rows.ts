import type {Curve} from "../model/curve.js";
import type {Dataset} from "../model/dataset.js";
import {atEqualSpeed, type LoadLevel} from "../model/equal-speed.js";
import {parseArchitecture} from "../model/physics/architecture.js";
import {calibration} from "../model/prediction/calibration.js";
import {predictScaling} from "../model/prediction/scaling.js";
import {configurationName} from "./configuration.js";
import {printedRows} from "./published.js";
import {drawnSeries} from "./series.js";
import {articleCurves, articleWorkload, copyCurves, spread} from "./workload.js";

/** One number of cards of one GPU against one card, by one kind of evidence. */
export interface ScalingRow {
  readonly id: string;
  readonly kind: "predicted" | "published" | "measured";
  readonly label: string;
  readonly color: string;
  readonly symbol: string;
  readonly gpus: number;
  /** Copies of the model on these cards; 1: it is split over all of them. */
  readonly copies: number;
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
        copies: 1,
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
                copies: 1,
                tpot_p50_ms: row.tpot_ms!,
                tpot_speedup: single.tpot_ms! / row.tpot_ms!
              }
            ]
      );
      const own = curves.filter((curve) => curve.gpu === gpu.gpu);
      const base = own.find(({gpus}) => gpus === 1);
      const several = [...own, ...copyCurves(data).filter((curve) => curve.gpu === gpu.gpu)];
      const measured = several.flatMap((curve) => measuredRow(data, base, curve));
      return [...predicted, ...paper, ...measured];
    });
}

/** What a measured curve of several cards gives beside the one of one card; nothing without a single stream of both. */
function measuredRow(data: Dataset, base: Curve | undefined, curve: Curve): ScalingRow[] {
  const alone = curve.levels.find(({concurrency}) => concurrency === 1);
  const tpot = alone === undefined ? null : spread(alone, "tpot_p50_ms");
  const one = base?.levels.find(({concurrency}) => concurrency === 1);
  const single = one === undefined ? null : spread(one, "tpot_p50_ms");
  if (base === undefined || curve.gpus === 1 || tpot?.value == null || single?.value == null) return [];
  const compared = loadLevels(base).find(({concurrency}) => concurrency === comparedStreams);
  const met = compared === undefined ? null : atEqualSpeed(loadLevels(curve), compared.tpot_ms);
  const ratio = (value: number | undefined): number | null =>
    value === undefined || compared === undefined ? null : value / compared.output_tokens_per_s;
  const {color, symbol, label} = drawnSeries(data, curve);
  return [
    {
      id: alone!.rows[0]!.point_id,
      kind: "measured",
      label,
      color,
      symbol,
      gpus: curve.gpus,
      copies: curve.copies,
      tpot_p50_ms: tpot.value,
      tpot_speedup: single.value / tpot.value,
      tpot_speedup_lo: (single.lo ?? single.value) / (tpot.hi ?? tpot.value),
      tpot_speedup_hi: (single.hi ?? single.value) / (tpot.lo ?? tpot.value),
      output_tokens_per_s: met?.value ?? null,
      capacity_ratio: ratio(met?.value),
      capacity_ratio_lo: ratio(met?.lo),
      capacity_ratio_hi: ratio(met?.hi)
    }
  ];
}

function loadLevels(curve: Curve): LoadLevel[] {
  return curve.levels.flatMap((level) => {
    const tpot_ms = spread(level, "tpot_p50_ms").value;
    const output_tokens_per_s = spread(level, "output_tokens_per_s").value;
    return tpot_ms === null || output_tokens_per_s === null
      ? []
      : [{concurrency: level.concurrency, tpot_ms, output_tokens_per_s}];
  });
}

/** A printed TPOT is one number; at which throughput users keep their speed, it does not say. */
const open = {
  tpot_speedup_lo: null,
  tpot_speedup_hi: null,
  output_tokens_per_s: null,
  capacity_ratio: null,
  capacity_ratio_lo: null,
  capacity_ratio_hi: null
} as const;

const sixteenBit = new Set(["bf16", "fp16"]);
