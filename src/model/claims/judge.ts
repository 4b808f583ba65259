import {defaultAssumptions, type Assumptions} from "../assumptions.js";
import type {Dataset} from "../dataset.js";
import {claims} from "./claims.js";
import type {Verdict} from "./verdict.js";

const judges = new Map(claims.map((claim) => [claim.id, claim]));

/**
 * Judges every assertion under the reader's assumptions, in the article's order. Pure; fast enough for a moving control.
 * An assertion that no claim here judges is not testable, and says so.
 */
export function judge(dataset: Dataset, assumptions: Assumptions = defaultAssumptions): Verdict[] {
  return dataset.article.assertions.map(({id, where, says}) => {
    const claim = judges.get(id);
    if (claim !== undefined) return claim.judge(dataset, assumptions);
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
  });
}
