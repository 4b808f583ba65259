import type {Assumptions} from "../assumptions.js";
import type {OwnText} from "../study.js";
import type {Unit} from "../units.js";
import type {Relation} from "./compare.js";

/** Tables that a claim may select from. */
export const claimTables = ["points", "published", "servers", "hardware"] as const;

/** How the values of the selected rows become one. */
export const aggregates = ["only", "mean", "median", "min", "max", "sum"] as const;

/** A cell's value, or several of which one must be there. */
export type Wanted = string | number | boolean | readonly (string | number | boolean)[];

/** Rows of a table and the column that is read of them. */
export interface Selection {
  readonly from: (typeof claimTables)[number];
  readonly metric: string;
  readonly where: Readonly<Record<string, Wanted>>;
  readonly aggregate: (typeof aggregates)[number];
}

/** What a selection is held against: a number in the metric's unit, or another selection, of which the ratio is then taken. */
export type Against = {readonly value: number} | {readonly said: string} | Selection;

/**
 * A claim as data: value relation times x against. Of two selections the ratio is judged against `times`; of a number the value itself.
 */
export interface DeclaredClaim {
  readonly id: string;
  /** Name of the study that claims it. */
  readonly study: string;
  /** Where it is claimed: a section, a page; may be empty. */
  readonly where: string;
  /** What is claimed, in words. Of an assertion of a source, the English words are the source's own; {name} is a number of `said`. */
  readonly says: OwnText;
  /** Numbers of the source's own words by name: patterns whose first group is the number. */
  readonly said: Readonly<Record<string, string>>;
  readonly value: Selection;
  readonly relation: Relation;
  readonly times: number | keyof Assumptions["readings"];
  readonly against: Against;
  /** What a reader must know beside the numbers; null for nothing. */
  readonly note: OwnText | null;
  /** What would settle it. */
  readonly settles: OwnText;
}

export function isSelection(against: Against): against is Selection {
  return "metric" in against;
}

/** Factors between units of one quantity: a number given in one is read in the other. */
const factors: Readonly<Partial<Record<Unit, Readonly<Partial<Record<Unit, number>>>>>> = {
  s: {ms: 1000},
  ms: {s: 1 / 1000},
  GiB: {MiB: 1024},
  MiB: {GiB: 1 / 1024},
  "%": {share: 1 / 100},
  share: {"%": 100}
};

/** What a number in one unit is multiplied by to be in the other; null where they are not of one quantity. */
export function factorBetween(from: Unit | null, to: Unit | null): number | null {
  if (from === to) return 1;
  return from === null || to === null ? null : (factors[from]?.[to] ?? null);
}
