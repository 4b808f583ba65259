import {describe, expect, it} from "vitest";
import {Problem} from "../problem.js";
import {random} from "../statistics/random.js";
import {drawLengths, meanLength, type Lengths} from "./lengths.js";

const mean = (values: Int32Array): number => values.reduce((a, b) => a + b, 0) / values.length;

describe("drawLengths", () => {
  it("draws fixed and listed lengths as they are", () => {
    expect([...drawLengths({kind: "fixed", tokens: 7}, 3, random(1))]).toEqual([7, 7, 7]);
    expect([...drawLengths({kind: "listed", tokens: [1, 2]}, 3, random(1))]).toEqual([1, 2, 1]);
  });

  it("spreads evenly within the range, ends included", () => {
    const lengths: Lengths = {kind: "uniform", mean: 100, spread: 0.5};
    const drawn = drawLengths(lengths, 20_000, random(1));
    expect(Math.min(...drawn)).toBe(50);
    expect(Math.max(...drawn)).toBe(150);
    expect(Math.abs(mean(drawn) / meanLength(lengths) - 1)).toBeLessThan(0.01);
  });

  it("has the mean of the log-normal, and its cut", () => {
    const lengths: Lengths = {kind: "lognormal", mean: 300, sigma: 0.6, most: 100_000};
    expect(Math.abs(mean(drawLengths(lengths, 20_000, random(2))) / 300 - 1)).toBeLessThan(0.03);
    expect(Math.max(...drawLengths({...lengths, most: 400}, 2000, random(2)))).toBe(400);
  });

  it("refuses lengths below one token", () => {
    for (const tokens of [0, -1, 1.5, Number.NaN]) {
      expect(() => drawLengths({kind: "fixed", tokens}, 1, random(1))).toThrow(Problem);
    }
    expect(() => drawLengths({kind: "listed", tokens: []}, 1, random(1))).toThrow(Problem);
  });

  it("knows the mean of a list", () => expect(meanLength({kind: "listed", tokens: [1, 2, 6]})).toBe(3));
});
