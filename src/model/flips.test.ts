import {expect, test} from "vitest";
import {flips} from "./flips.js";

test("finds each change, with its sides", () => {
  const size = (x: number): "small" | "middle" | "large" => (x < 3 ? "small" : x < 50 ? "middle" : "large");
  const found = flips(size, {min: 0.1, max: 1000});
  expect(found.map(({below, above}) => [below, above])).toEqual([
    ["small", "middle"],
    ["middle", "large"]
  ]);
  expect(found[0]!.at).toBeCloseTo(3, 5);
  expect(found[1]!.at).toBeCloseTo(50, 4);
});

test("an outcome that never changes has no flip", () => {
  expect(flips(() => "same", {min: 1, max: 10})).toEqual([]);
});
