import {expect, test} from "vitest";
import {kneeStep, type KneeTrial} from "./knee-search.js";

function run(
  throughput: (level: number, n: number) => number,
  range = {from: 1, to: 256, max_points: 40},
  before: KneeTrial[] = []
) {
  const trials = [...before];
  const asked: number[] = [];
  for (let added = 0; ; added++) {
    const step = kneeStep(range, trials, added);
    if ("done" in step) return {knee: step.done, asked};
    asked.push(step.measure);
    trials.push({level: step.measure, output_tokens_per_s: throughput(step.measure, asked.length)});
  }
}

test("the knee is the level beyond which a doubling brings less than a tenth, each end measured twice", () => {
  const {knee, asked} = run((c) => Math.min(c, 40) * 100);
  expect(knee).toMatchObject({knee: 64, complete: true});
  expect(asked).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 64, 128]);
});

test("throughput that grows a quarter from 64 to 128 has no knee up to 128, as the H100's measured curve", () => {
  const measured: Record<number, number> = {1: 159, 2: 310, 4: 586, 8: 1070, 16: 1918, 32: 3060, 64: 4204, 128: 5362};
  expect(run((c) => measured[c]!, {from: 1, to: 128, max_points: 40}).knee).toMatchObject({
    knee: null,
    tested_to: 128,
    why: "no knee up to 128"
  });
});

test("a single low reading does not make a knee", () => {
  const {knee} = run((c, n) => (n === 4 ? 450 : c * 100), {from: 1, to: 16, max_points: 40});
  expect(knee.knee).toBeNull();
});

test("levels that the sweep has measured are taken as they are", () => {
  const before = [1, 2, 4].map((level) => ({level, output_tokens_per_s: level * 100}));
  expect(run((c) => c * 100, {from: 1, to: 16, max_points: 40}, before).asked).toEqual([8, 16]);
});

test("out of measurements, it is not complete", () => {
  expect(run((c) => c, {from: 1, to: 256, max_points: 2}).knee).toMatchObject({
    knee: null,
    tested_to: 2,
    complete: false
  });
});

test("a last step that is no doubling is judged per doubling", () => {
  expect(
    run((c) => (c <= 32 ? c : 32 + (c - 32) * 0.4), {from: 16, to: 48, max_points: 9}).knee.growth_per_doubling
  ).toBeCloseTo(1.2 ** (1 / Math.log2(1.5)), 6);
});
