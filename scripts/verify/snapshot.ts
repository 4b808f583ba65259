import {z} from "zod";
import type {Dataset} from "../../src/model/dataset.js";
import {scopeOfStudy, studyAssumptions} from "../../src/model/scope.js";
import type {Study} from "../../src/model/study.js";
import {judge} from "../../src/model/claims/judge.js";
import {headline} from "../../src/model/headline.js";
import {inputsOf} from "./inputs.js";

const paths = z.array(z.string());

/** data/verdicts.json: what the report says, and the hashes of what it says it from. */
export const snapshotSchema = z.object({
  schema: z.literal("sweepbook-verdicts/1"),
  /** sha256 by path; of a run, over its manifest and its stored files. */
  inputs: z.record(z.string(), z.string()),
  verdicts: z.array(
    z.object({
      id: z.string(),
      verdict: z.enum(["supported", "refuted", "not_testable"]),
      by: z.string().nullable(),
      strength: z.string().nullable(),
      reason: z.string(),
      n_runs: z.number().nullable(),
      inequality: z.string().nullable(),
      because: z.object({en: z.string(), zh: z.string()}),
      rests_on: paths
    })
  ),
  headline: z.array(z.object({id: z.string(), value: z.number().nullable(), rests_on: paths}))
});

export type Snapshot = z.infer<typeof snapshotSchema>;

/** Everything that verify compares, recomputed under the default assumptions. */
export function snapshot(
  dataset: Dataset,
  inputs: Readonly<Record<string, string>>,
  studies: readonly Study[] = []
): Snapshot {
  const known = Object.keys(inputs);
  const own = studies.flatMap(({name, asks}) =>
    asks === null
      ? []
      : judge(scopeOfStudy(dataset, {name, asks}), studyAssumptions(asks)).map((verdict) => ({
          ...verdict,
          id: `${name}/${verdict.id}`
        }))
  );
  const declared = new Map((dataset.claims ?? []).map(({id, study}) => [id, `data/claims/${study}.yaml`]));
  return {
    schema: "sweepbook-verdicts/1",
    inputs: {...inputs},
    verdicts: [...judge(dataset), ...own].map(
      ({id, verdict, by, strength, reason, n_runs, inequality, because, evidence}) => ({
        id,
        verdict,
        by,
        strength,
        reason,
        n_runs,
        inequality,
        because,
        // The words of an assertion are always among what it rests on.
        rests_on: [
          ...inputsOf([`article/assertions/${id}`, ...evidence.map((one) => one.id)], known),
          ...[declared.get(id.split("/").at(-1)!)].filter((path) => path !== undefined)
        ].sort()
      })
    ),
    headline: headline(dataset).map(({id, value, rests_on}) => ({id, value, rests_on: inputsOf(rests_on, known)}))
  };
}
