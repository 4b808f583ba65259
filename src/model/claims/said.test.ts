import {expect, test} from "vitest";
import {Missing} from "./missing.js";
import {said} from "./said.js";

const assertion = {id: "a", where: "1", says: "more than 5.5 times, one fifth of it, saves more than half"};

test("said reads numbers and named fractions from the words of an assertion", () => {
  expect(said(assertion, /more than ([\d.]+) times/)).toBe(5.5);
  expect(said(assertion, /one (\w+) of/)).toBe(0.2);
  expect(said(assertion, /saves more than (half)/)).toBe(0.5);
});

test("words that are not there are missing, not zero", () => {
  expect(() => said(assertion, /under ([\d.]+) s/)).toThrow(Missing);
  expect(() => said(assertion, /(saves)/)).toThrow(Missing);
});
