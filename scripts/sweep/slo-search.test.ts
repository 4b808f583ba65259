import {assert, integer, property} from "fast-check";
import {expect, test} from "vitest";
import {sloStep, type SloBracket, type SloSearchRange, type Trial} from "./slo-search.js";

const range: SloSearchRange = {from: 1, to: 256, whole: true, max_points: 60};

/** Runs a search against a server of which we know what passes. */
function run(
  answer: (level: number, full: boolean) => Trial["outcome"],
  over: Partial<SloSearchRange> = {},
  before: Trial[] = []
) {
  const trials = [...before];
  const asked: number[] = [];
  for (let added = 0; ; added++) {
    const step = sloStep({...range, ...over}, trials, added);
    if ("done" in step) return {bracket: step.done, asked, trials};
    asked.push(step.measure);
    trials.push({level: step.measure, outcome: answer(step.measure, step.full), full: step.full});
    if (added > 100) throw new Error("does not end");
  }
}

test("finds the edge by doubling, then bisection, and sees both ends twice", () => {
  const {bracket, asked} = run((c) => (c <= 21 ? "pass" : "fail"));
  expect(asked.slice(0, 6)).toEqual([1, 2, 4, 8, 16, 32]);
  expect(bracket).toEqual({passed: 20, failed: 22, complete: true, why: "both ends seen twice"} satisfies SloBracket);
  expect(asked.filter((c) => c === 20)).toHaveLength(2);
  expect(asked.filter((c) => c === 22)).toHaveLength(2);
});

test("none passes: 1 fails, twice", () => {
  expect(run(() => "fail")).toMatchObject({bracket: {passed: null, failed: 1, complete: true}, asked: [1, 1]});
});

test("started high, it halves down", () => {
  expect(run((c) => (c <= 3 ? "pass" : "fail"), {from: 16}).asked.slice(0, 4)).toEqual([16, 8, 4, 2]);
});

test("everything passes up to the highest level", () => {
  expect(run(() => "pass", {to: 64}).bracket).toMatchObject({passed: 64, failed: null, complete: true});
});

test("what the sweep has measured already is not measured again", () => {
  const before: Trial[] = [1, 2, 4, 8, 16].flatMap((level) => [
    {level, outcome: level <= 8 ? "pass" : "fail", full: true} as const
  ]);
  const {asked} = run((c) => (c <= 8 ? "pass" : "fail"), {}, before);
  expect(asked[0]).toBe(12);
});

test("too few requests to tell: the way up costs few, the edge gets all, and undecided then is no pass", () => {
  const steps: [number, boolean][] = [];
  const {bracket} = run((c, full) => {
    steps.push([c, full]);
    return c > 4 ? "fail" : full ? (c === 4 ? "undecided" : "pass") : "undecided";
  });
  expect(steps.slice(0, 6)).toEqual([
    [1, false],
    [2, false],
    [4, false],
    [8, false],
    [6, false],
    [5, false]
  ]);
  expect(steps.filter(([, full]) => full).map(([level]) => level)).toEqual([4, 3, 3, 4]);
  expect(bracket).toMatchObject({passed: 3, failed: 4, complete: true});
});

test("levels below the first one that were measured with few requests are not asked for in full", () => {
  const before: Trial[] = [
    ...[1, 2, 4].map((level): Trial => ({level, outcome: "undecided", full: false})),
    {level: 16, outcome: "fail", full: false}
  ];
  const {asked} = run((c, full) => (c > 13 ? "fail" : full ? "pass" : "undecided"), {from: 12, to: 16}, before);
  expect(asked.slice(0, 4)).toEqual([12, 14, 13, 13]);
});

test("replicates that disagree are settled by a third", () => {
  let turn = 0;
  const {trials, bracket} = run((c) => (c < 16 ? "pass" : c === 16 ? (turn++ === 0 ? "pass" : "fail") : "fail"));
  expect(trials.filter((t) => t.level === 16).length).toBeGreaterThanOrEqual(3);
  expect(bracket.failed).toBe(16);
});

test("out of measurements, it says what it knows and that it is not complete", () => {
  expect(run((c) => (c <= 21 ? "pass" : "fail"), {max_points: 6}).bracket).toMatchObject({
    passed: 16,
    failed: 32,
    complete: false
  });
});

test("rates need not be whole", () => {
  const {bracket} = run((r) => (r <= 5.3 ? "pass" : "fail"), {whole: false, from: 1, to: 64});
  expect(bracket.passed).toBeLessThanOrEqual(5.3);
  expect(bracket.failed).toBeGreaterThan(5.3);
  expect(bracket.failed! - bracket.passed!).toBeLessThan(1);
});

test("law: for any edge the bracket holds it, within an eighth, in few measurements", () => {
  assert(
    property(integer({min: 0, max: 300}), integer({min: 1, max: 64}), (edge, from) => {
      const {bracket, asked} = run((c) => (c <= edge ? "pass" : "fail"), {from});
      expect(bracket.complete).toBe(true);
      if (bracket.passed !== null) expect(bracket.passed).toBeLessThanOrEqual(edge);
      if (bracket.failed !== null) expect(bracket.failed).toBeGreaterThan(edge);
      if (bracket.passed !== null && bracket.failed !== null) {
        expect(bracket.failed - bracket.passed).toBeLessThanOrEqual(Math.max(1, bracket.passed / 8));
      }
      expect(asked.length).toBeLessThanOrEqual(16);
    })
  );
});
