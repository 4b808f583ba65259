import {afterEach, expect, test} from "vitest";
import {answered, keepAnswersIn} from "./answers.js";

afterEach(() => keepAnswersIn(null));

test("without a store every answer is calculated", () => {
  let n = 0;
  expect([answered(["a"], () => ++n), answered(["a"], () => ++n)]).toEqual([1, 2]);
});

test("with a store an answer is calculated once for the same inputs, and not shared", () => {
  keepAnswersIn(new Map());
  let n = 0;
  const ask = (x: number): {n: number; none: null} => answered(["a", {x}], () => ({n: ++n, none: null}));
  const first = ask(1);
  expect([first, ask(1), ask(2)]).toEqual([
    {n: 1, none: null},
    {n: 1, none: null},
    {n: 2, none: null}
  ]);
  expect(ask(1)).not.toBe(first);
});
