import type {Assertion} from "../article.js";
import {Missing} from "./missing.js";

const words: Readonly<Record<string, number>> = {
  half: 1 / 2,
  third: 1 / 3,
  quarter: 1 / 4,
  fifth: 1 / 5,
  sixth: 1 / 6,
  eighth: 1 / 8,
  tenth: 1 / 10
};

/**
 * The number that an assertion states, read from its own words, so that a claim is judged against what the data file
 * says and not against a constant here. The pattern's first group is the number or the name of a fraction.
 */
export function said(assertion: Assertion, pattern: RegExp): number {
  const found = pattern.exec(assertion.says)?.[1];
  const value = found === undefined ? Number.NaN : (words[found] ?? Number(found));
  if (!Number.isFinite(value))
    throw new Missing({
      en: `the assertion names no number of the form ${pattern.source}`,
      zh: `该论断中没有形如 ${pattern.source} 的数字`
    });
  return value;
}
