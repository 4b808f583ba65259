import {splitResults} from "../../loaders/split-results.js";
import {readStored} from "../../loaders/store.js";
import {readResult} from "../../loaders/vllm-result.js";
import {checkLimits, measuredValues, type LimitCheck, type MeasuredValues} from "./measured-values.js";
import type {RunFolder} from "./run-folder.js";

/** One complete measurement of a point. */
export interface Evidence {
  readonly point: string;
  readonly repeat: number;
  readonly values: MeasuredValues;
}

/** What the run has measured so far, read from its stored files: the same before and after a resume. */
export class EvidenceReader {
  private readonly values = new Map<string, MeasuredValues>();
  private readonly checks = new Map<string, LimitCheck[]>();

  constructor(private readonly folder: RunFolder) {}

  /** All complete measurements of a point, in the order of their repeats. */
  of(point: string): Evidence[] {
    return this.folder.manifest.points
      .filter((each) => each.point === point && each.status === "ok")
      .sort((a, b) => a.repeat - b.repeat)
      .flatMap(({repeat}) => {
        const key = `${point}#${repeat}`;
        const known = this.values.get(key);
        if (known) return [{point, repeat, values: known}];
        const result = this.read(point, repeat);
        if (result === null) return [];
        const values = measuredValues(result);
        this.values.set(key, values);
        return [{point, repeat, values}];
      });
  }

  /** Points with a complete measurement. */
  names(): string[] {
    return [...new Set(this.folder.manifest.points.filter((each) => each.status === "ok").map((each) => each.point))];
  }

  /** Repeats of a point that were tried, failed ones too. */
  repeatsOf(point: string): number[] {
    return this.folder.manifest.points.filter((each) => each.point === point).map((each) => each.repeat);
  }

  /** How one measurement stands to an SLO's limits; null when its result cannot be read. */
  limits(point: string, repeat: number, limits: Readonly<Record<string, number>>): LimitCheck[] | null {
    const key = `${point}#${repeat} ${JSON.stringify(limits)}`;
    const known = this.checks.get(key);
    if (known) return known;
    const result = this.read(point, repeat);
    if (result === null) return null;
    const checks = checkLimits(result, limits);
    this.checks.set(key, checks);
    return checks;
  }

  private read(point: string, repeat: number) {
    const file = this.folder.manifest.files.find(
      (each) => each.role === "result" && each.point === point && each.repeat === repeat
    );
    if (file === undefined) return null;
    const split = splitResults(readStored(this.folder.path, file).toString("utf8"), file.path)[0];
    return split === undefined || "problem" in split ? null : readResult(split.value, file.path);
  }
}
