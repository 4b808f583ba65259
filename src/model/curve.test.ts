import {expect, it} from "vitest";
import {knee} from "./curve.js";

it("finds the load after which a doubling adds less than a tenth", () => {
  const levels = [1, 2, 4, 8, 16].map((load) => ({load, throughput: Math.min(load, 4.2) * 100}));
  expect(knee(levels)).toBe(4);
});

it("finds no knee while throughput still grows", () => {
  expect(
    knee([
      {load: 64, throughput: 4204},
      {load: 128, throughput: 5362}
    ])
  ).toBeNull();
});

it("judges a step of four by its growth per doubling", () => {
  expect(
    knee([
      {load: 4, throughput: 100},
      {load: 16, throughput: 115}
    ])
  ).toBe(4);
  expect(
    knee([
      {load: 4, throughput: 100},
      {load: 16, throughput: 125}
    ])
  ).toBeNull();
});
