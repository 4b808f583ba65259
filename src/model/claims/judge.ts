import {defaultAssumptions, type Assumptions} from "../assumptions.js";
import type {Dataset} from "../dataset.js";
import type {Claim} from "./claim.js";
import {declaredClaim} from "./declared.js";
import type {Verdict} from "./verdict.js";

const coded = new Map<string, Claim>();

/** Makes judges known that are written in code, each by the id of the assertion that it judges. */
export function enlist(judges: readonly Claim[]): void {
  for (const one of judges) coded.set(one.id, one);
}

/**
 * Every claim on these data: the assertions of the source in its order, judged by code or by what data declare, then what a study
 * claims of its own.
 */
export function claimsOf(dataset: Dataset): readonly Claim[] {
  const known = made.get(dataset);
  if (known !== undefined) return known;
  const declared = new Map((dataset.claims ?? []).map((one) => [one.id, declaredClaim(one)]));
  const ids = new Set(dataset.article.assertions.map(({id}) => id));
  const list = [
    ...dataset.article.assertions.map(({id}) => declared.get(id) ?? coded.get(id) ?? untested(id)),
    ...(dataset.article.setup.asks === undefined ? [] : [...declared.values()].filter(({id}) => !ids.has(id)))
  ];
  made.set(dataset, list);
  return list;
}

const made = new WeakMap<Dataset, readonly Claim[]>(); // asked at each move of a control

/** Judges every claim under the reader's assumptions. Pure; fast enough for a moving control. */
export function judge(dataset: Dataset, assumptions: Assumptions = defaultAssumptions): Verdict[] {
  return claimsOf(dataset).map((claim) => claim.judge(dataset, assumptions));
}

/** An assertion that no claim here judges is not testable, and says so. */
function untested(id: string): Claim {
  return {
    id,
    depends_on: [],
    judge({article}) {
      const {where = "", says = ""} = article.assertions.find((one) => one.id === id) ?? {};
      return {
        id,
        where,
        says: {en: says, zh: says},
        verdict: "not_testable",
        by: null,
        strength: null,
        reason: "underspecified",
        because: {en: "This report has no test of it.", zh: "本报告没有对它的检验。"},
        n_runs: null,
        inequality: null,
        numbers: [],
        evidence: [],
        settles: {en: "A claim with its inequality.", zh: "写出它的不等式。"},
        depends_on: []
      };
    }
  };
}
