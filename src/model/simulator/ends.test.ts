import {describe, expect, it} from "vitest";
import {Ends} from "./ends.js";

describe("Ends", () => {
  it("gives steps in order, whatever the order they came in", () => {
    const ends = new Ends();
    for (const [step, request] of [
      [9, 1],
      [3, 2],
      [9, 3],
      [5, 4]
    ] as const)
      ends.add(step, request);
    expect(ends.next(0)).toBe(3);
    expect(ends.take(3)).toEqual([2]);
    expect(ends.take(3)).toEqual([]);
    expect(ends.next(3)).toBe(5);
    expect(ends.next(5)).toBe(9);
    expect(ends.take(9)).toEqual([1, 3]);
    expect(() => ends.next(9)).toThrow(/without an end/);
  });
});
