import {failedChecks} from "../audit/failed-checks.js";
import type {Assertion} from "../article.js";
import type {Assumptions} from "../assumptions.js";
import type {Dataset} from "../dataset.js";
import type {BoundTarget} from "../physics/bounds.js";
import {parameters} from "../physics/parameters.js";
import type {Precision} from "../physics/precision.js";
import type {HardwareRow} from "../tables/hardware.js";
import type {PublishedRow} from "../tables/published.js";
import type {Text} from "../text.js";
import type {Unit} from "../units.js";
import {architectureOf, modelOf} from "./architecture-of.js";
import type {Interval} from "./compare.js";
import {Missing} from "./missing.js";
import {sectionOf} from "./section-of.js";
import type {Evidence, Figure} from "./verdict.js";

type PublishedNumber = {
  [K in keyof PublishedRow]: number extends PublishedRow[K] ? K : never;
}[keyof PublishedRow];

/**
 * One claim before its judge: reads the data set and keeps account of what was read. A number that is not there ends
 * the hearing (Missing), so no verdict can rest on a hole.
 */
export class Case {
  readonly dataset: Dataset;
  readonly assumptions: Assumptions;
  readonly assertion: Assertion;
  readonly evidence: Evidence[] = [];
  readonly numbers: Figure[] = [];

  constructor(dataset: Dataset, assumptions: Assumptions, assertion: Assertion) {
    this.dataset = dataset;
    this.assumptions = assumptions;
    this.assertion = assertion;
  }

  /** The printed row of a table such as "3.1" for one of the article's GPUs; its first row when no precision is asked. */
  row(table: string, gpu: string, precision?: string): PublishedRow {
    const found = this.rows(table).find(
      (row) => row.source_gpu === gpu && (precision === undefined || row.precision === precision)
    );
    if (found === undefined)
      throw new Missing({
        en: `table ${table} has no row ${[gpu, precision].filter(Boolean).join(", ")}`,
        zh: `表 ${table} 中没有 ${[gpu, precision].filter(Boolean).join("、")} 这一行`
      });
    return found;
  }

  /** The printed rows of a table such as "3.1". */
  rows(table: string): PublishedRow[] {
    const found = this.dataset.published.filter((row) => sectionOf(row.source_table) === table);
    if (found.length === 0) throw new Missing({en: `table ${table} has no rows`, zh: `表 ${table} 没有数据`});
    return found;
  }

  /** A printed number; it becomes evidence. */
  read(row: PublishedRow, column: PublishedNumber): number {
    const value = row[column];
    if (typeof value !== "number" || !Number.isFinite(value))
      throw new Missing({en: `${row.published_id} gives no ${column}`, zh: `${row.published_id} 没有给出 ${column}`});
    this.cite({id: row.published_id, column, value, kind: "published"});
    return value;
  }

  /** Puts a number, a word or a setting that the verdict rests on among the evidence, once. */
  cite(...evidence: readonly Omit<Evidence, "failed_checks">[]): void {
    for (const one of evidence) {
      if (this.evidence.some(({id, column}) => id === one.id && column === one.column)) continue;
      const failed_checks = failedChecks(this.dataset, one.id, one.column).map(({check}) => check);
      this.evidence.push({...one, failed_checks});
    }
  }

  hardware(gpu: string): HardwareRow {
    const found = this.dataset.hardware.find((row) => row.gpu === gpu);
    if (found === undefined) throw new Missing({en: `no hardware row ${gpu}`, zh: `硬件表中没有 ${gpu}`});
    return found;
  }

  /** The article's model on a row's cards, for the floors; the data sheet's bandwidth becomes evidence. */
  target(row: PublishedRow, precision?: Precision): BoundTarget {
    const gpu = this.hardware(row.gpu);
    this.cite({
      id: `hardware/${gpu.gpu}`,
      column: "memory_bandwidth_gb_per_s",
      value: gpu.memory_bandwidth_gb_per_s,
      kind: "data sheet"
    });
    const {name} = this.dataset.article.model;
    const arch = architectureOf(this.dataset, name);
    this.cite({
      id: `model/${modelOf(this.dataset, name).id}`,
      column: "parameters",
      value: parameters(arch).total,
      kind: "data sheet"
    });
    return {
      arch,
      precision: precision ?? (row.precision as Precision),
      gpu,
      gpus: row.gpus
    };
  }

  /** The article's own load at a concurrency. */
  load(concurrency: number): {inputTokens: number; outputTokens: number; concurrency: number} {
    const {input_tokens_mean, output_tokens} = this.dataset.article.setup;
    return {inputTokens: input_tokens_mean, outputTokens: output_tokens, concurrency};
  }

  /** Puts a computed number on the card. */
  figure(
    name: Text,
    value: number,
    unit: Unit | null,
    interval: Interval | null = null,
    kind: Figure["interval"] = null
  ): void {
    this.numbers.push({name, value, lo: interval?.lo ?? null, hi: interval?.hi ?? null, unit, interval: kind});
  }
}
