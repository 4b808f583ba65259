import {assume, type Assumptions, type AssumptionsInput} from "./assumptions.js";
import {toQuery} from "./assumptions-url.js";
import type {Text} from "./text.js";

/** Assumptions to start from, with where their numbers come from: a file of data/ or of a source's folder states them. */
export interface Preset {
  readonly id: string;
  readonly name: Text;
  readonly basis: Text;
  /** What differs from the assumptions that a page was built with. */
  readonly given: AssumptionsInput;
}

/** What a page begins with where no source says what it assumes. */
const asBuilt: Preset = {
  id: "as-built",
  name: {en: "As the sources say", zh: "按来源"},
  basis: {
    en: "prices as their sources give them, machines busy all the time",
    zh: "价格按其来源，机器始终满载"
  },
  given: {}
};

/** The presets of a page, that which it was built with first. */
export function presetsOf({presets = []}: {readonly presets?: readonly Preset[]}): readonly Preset[] {
  return presets.some(isAsBuilt) ? presets : [asBuilt, ...presets];
}

/** True for the preset that changes nothing. */
export function isAsBuilt({given}: Preset): boolean {
  return toQuery(assume(given)).size === 0;
}

/** The preset that these assumptions are; null where they are the reader's own. */
export function presetOf(
  data: {readonly presets?: readonly Preset[]},
  assumptions: Assumptions,
  base: Assumptions
): Preset | null {
  const query = toQuery(assumptions, base).toString();
  return presetsOf(data).find(({given}) => toQuery(assume(given, base), base).toString() === query) ?? null;
}
