import type {Verdict} from "./claims/verdict.js";

/** One assertion whose verdict differs between two sets of assumptions. */
export interface ChangedVerdict {
  readonly id: string;
  readonly from: Verdict["verdict"];
  readonly to: Verdict["verdict"];
}

/** Verdicts that came out otherwise; both lists are of the same assertions in the same order. */
export function changedVerdicts(before: readonly Verdict[], after: readonly Verdict[]): ChangedVerdict[] {
  return after.flatMap(({id, verdict: to}) => {
    const from = before.find((one) => one.id === id)?.verdict;
    return from === undefined || from === to ? [] : [{id, from, to}];
  });
}
