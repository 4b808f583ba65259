import {expect, test} from "vitest";
import {adaptiveState} from "./adaptive.js";

const rule = {count: 5, until_half_width: 0.02, at_most: 12};
const values = (throughput: number[], tpot = throughput.map((t) => 1e4 / t)) =>
  throughput.map((output_tokens_per_s, i) => ({output_tokens_per_s, tpot_mean_ms: tpot[i]!}));

test("below five repeats there is no interval, so there are too few", () => {
  expect(adaptiveState(rule, values([100, 100, 100, 100]))).toEqual({
    enough: false,
    n: 4,
    half_width: null,
    why: "too few"
  });
});

test("five repeats that agree are enough", () => {
  const state = adaptiveState(rule, values([100, 100.5, 99.5, 100.2, 99.8]));
  expect(state).toMatchObject({enough: true, n: 5, why: "below target"});
  expect(state.half_width).toBeLessThan(0.006);
});

test("five that do not agree are not; the wider of throughput and TPOT counts", () => {
  expect(adaptiveState(rule, values([100, 110, 95, 105, 90]))).toMatchObject({enough: false, why: "too wide"});
  expect(adaptiveState(rule, values([100, 100, 100, 100, 100.1], [10, 11, 9, 10.5, 9.5]))).toMatchObject({
    enough: false,
    why: "too wide"
  });
});

test("at most is at most", () => {
  const wide = Array.from({length: 12}, (_, i) => (i % 2 === 0 ? 100 : 130));
  expect(adaptiveState(rule, values(wide))).toMatchObject({enough: true, n: 12, why: "at most"});
});
