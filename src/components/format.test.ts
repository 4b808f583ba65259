import {format} from "d3";
import * as fc from "fast-check";
import {expect, test} from "vitest";
import {formatCount, formatNumber, formatPercent} from "./format.js";

const minus = (text: string): string => text.replace("-", "\u2212");
const anyNumber = fc.double({min: -1e9, max: 1e9, noNaN: true}).filter((v) => Math.abs(v) > 1e-6);
// Halves are told apart by binary digits in one and by decimal ones in the other.
const tie = (value: number, digits: number): boolean => /50*$/.test(Math.abs(value).toPrecision(digits + 6));

test("numbers read as d3 writes them: three significant digits, counts whole, shares as per cents", () => {
  fc.assert(
    fc.property(anyNumber, (v) => {
      fc.pre(!tie(v, 3) && !tie(v * 100, 2));
      expect(formatNumber(v)).toBe(minus(format(",.3r")(v)));
      expect(formatCount(v)).toBe(minus(format(",d")(Math.round(v))));
      const percent = v * 100;
      const shown = Math.abs(percent) < 10 ? format(".2~r")(percent) : format(".0f")(percent);
      expect(formatPercent(v)).toBe(`${minus(shown)}\u00a0%`);
    })
  );
});

test("what is not given is an en dash, nothing is 0", () => {
  expect([formatNumber(null), formatCount(Number.NaN), formatPercent(undefined)]).toEqual(["–", "–", "–"]);
  expect([formatNumber(0), formatCount(-0.2), formatPercent(0)]).toEqual(["0", "0", "0\u00a0%"]);
  expect([formatNumber(6.1687), formatNumber(5361.6), formatNumber(-0.128)]).toEqual(["6.17", "5,360", "\u22120.128"]);
  expect([formatPercent(0.0312), formatPercent(0.676)]).toEqual(["3.1\u00a0%", "68\u00a0%"]);
});
