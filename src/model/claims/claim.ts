import {defaultAssumptions, type AssumptionName, type Assumptions} from "../assumptions.js";
import type {Dataset} from "../dataset.js";
import type {Text} from "../text.js";
import {Case} from "./case.js";
import {Missing} from "./missing.js";
import {said} from "./said.js";
import type {Basis, Outcome, Reason, Strength, Verdict} from "./verdict.js";

/** What a judge finds; the rest of a verdict is taken from the case. */
export interface Finding {
  readonly verdict: Outcome;
  readonly by: Basis | null;
  readonly strength: Strength | null;
  readonly reason: Reason;
  readonly because: Text;
  readonly n_runs: number | null;
  readonly inequality: string | null;
}

/** One assertion of the article as a pure function of the data and the reader's assumptions. */
export interface Claim {
  readonly id: string;
  readonly depends_on: readonly AssumptionName[];
  readonly judge: (dataset: Dataset, assumptions?: Assumptions) => Verdict;
}

interface Definition<S extends string> {
  readonly id: string;
  /** Numbers of the assertion's own words, by name. */
  readonly said: Readonly<Record<S, RegExp>>;
  /** The assertion in Chinese, with its numbers; the English one is the data's. */
  readonly zh: (numbers: Readonly<Record<S, number>>) => string;
  readonly settles: Text;
  readonly depends_on: readonly AssumptionName[];
  readonly find: (c: Case, numbers: Readonly<Record<S, number>>) => Finding;
}

export function claim<S extends string>(definition: Definition<S>): Claim {
  const {id, depends_on, settles} = definition;
  return {
    id,
    depends_on,
    judge(dataset, assumptions = defaultAssumptions) {
      const assertion = dataset.article.assertions.find((one) => one.id === id) ?? {id, where: "", says: ""};
      const c = new Case(dataset, assumptions, assertion);
      let says: Text = {en: assertion.says, zh: assertion.says};
      let finding: Finding;
      try {
        const entries = Object.entries<RegExp>(definition.said).map(([k, pattern]) => [k, said(assertion, pattern)]);
        const numbers = Object.fromEntries(entries) as Record<S, number>;
        if (entries.length > 0)
          c.cite({id: `article/assertions/${id}`, column: "says", value: assertion.says, kind: "published"});
        says = {en: assertion.says, zh: definition.zh(numbers)};
        finding = definition.find(c, numbers);
      } catch (error) {
        if (!(error instanceof Missing)) throw error;
        finding = notTestable("missing_data", {
          en: `A number is missing: ${error.what.en}.`,
          zh: `缺少数字：${error.what.zh}。`
        });
      }
      const {numbers, evidence} = c;
      return {id, where: assertion.where, says, ...finding, numbers, evidence, settles, depends_on};
    }
  };
}

export function notTestable(reason: Reason, because: Text, inequality: string | null = null): Finding {
  return {verdict: "not_testable", by: null, strength: null, reason, because, n_runs: null, inequality};
}

/** Refuted by physics: no measurement could save what is said. */
export function beyondPhysics(because: Text, inequality: string): Finding {
  return {
    verdict: "refuted",
    by: "bound",
    strength: "bound",
    reason: "beyond_physics",
    because,
    n_runs: null,
    inequality
  };
}

/** Judged by the source's own numbers alone: they bear out what is said, or contradict it. */
export function byItsOwnNumbers(
  verdict: "supported" | "refuted",
  reason: Reason,
  because: Text,
  inequality: string
): Finding {
  return {verdict, by: "published", strength: "self-consistent", reason, because, n_runs: 1, inequality};
}
