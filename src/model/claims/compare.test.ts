import {expect, test} from "vitest";
import {compare, rounding, spreadOf} from "./compare.js";

test("an interval that touches both sides crosses; an end on the threshold follows the relation", () => {
  const [below, across, above] = [
    {value: 1, lo: 0.9, hi: 1.1},
    {value: 2, lo: 1.9, hi: 2.1},
    {value: 3, lo: 2, hi: 3.1}
  ];
  expect([below, across, above].map((i) => compare(i, ">", 2))).toEqual(["fails", "crosses", "crosses"]);
  expect([below, across, above].map((i) => compare(i, "≥", 2))).toEqual(["fails", "crosses", "holds"]);
  expect([below, across, above].map((i) => compare(i, "<", 2))).toEqual(["holds", "crosses", "fails"]);
  expect([below, across, above].map((i) => compare(i, "≤", 2))).toEqual(["holds", "crosses", "crosses"]);
});

test("a printed number stands for what rounds to it", () => {
  expect(rounding(10.3)).toEqual({value: 10.3, lo: 10.25, hi: 10.35});
  expect(rounding(85)).toEqual({value: 85, lo: 84.5, hi: 85.5});
});

test("a spread of 5 % widens by a factor on both sides", () => {
  expect(spreadOf(105, 0.05)).toEqual({value: 105, lo: 100, hi: 110.25});
});
