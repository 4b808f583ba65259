import * as fc from "fast-check";
import {expect, test} from "vitest";
import {ascending} from "./ascending.js";

const plain = (values: Float64Array): Float64Array => values.filter((x) => !Number.isNaN(x)).sort();

test("ascending gives what filter and sort give, few values or many, of any sign", () => {
  const gap = fc.oneof(
    fc.double({min: 0, max: 1e4}),
    fc.double({min: 6, max: 7, noNaN: true}),
    fc.constantFrom(0, Infinity, Number.MIN_VALUE, Number.MAX_VALUE, NaN)
  );
  const any = fc.oneof(fc.double(), fc.constantFrom(-0, 0, -Infinity));
  for (const value of [gap, any]) {
    fc.assert(
      fc.property(fc.array(value, {minLength: 1, maxLength: 60}), fc.constantFrom(1, 50, 400), (list, times) => {
        const values = Float64Array.from({length: list.length * times}, (_, i) => list[(i * 7919) % list.length]! + 0);
        const before = values.slice();
        const [found, wanted] = [ascending(values), plain(values)];
        expect(values).toEqual(before);
        return found.length === wanted.length && found.every((x, i) => Object.is(x, wanted[i]));
      }),
      {numRuns: 100}
    );
  }
});

test("ascending orders a hundred thousand gaps as sort does", () => {
  const values = Float64Array.from({length: 100_000}, (_, i) => 6 + Math.abs(Math.sin(i * 1.7)) ** 9 * 300);
  expect(ascending(values)).toEqual(plain(values));
});

test("ascending orders what differs in its last bits only", () => {
  const values = Float64Array.from({length: 50_000}, (_, i) => 6.25 * (1 + ((i * 7919) % 1000) * Number.EPSILON));
  expect(ascending(values)).toEqual(plain(values));
});
