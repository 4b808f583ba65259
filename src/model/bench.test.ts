import {expect, test} from "vitest";
import {meetsGoal, ratioToPeer, worseThan, type BenchFigure, type BenchRecord} from "./bench.js";

const machine = {cpu: "x", cores: 2, memory_gib: 8, os: "linux", node: "20.20.2", load_before: 0};
const figure = (id: string, value: number, more: Partial<BenchFigure> = {}): BenchFigure => ({
  id,
  what: {en: id, zh: id},
  value,
  unit: "ms",
  better: "lower",
  spread: null,
  peer: null,
  goal: null,
  ...more
});
const record = (figures: BenchFigure[], over: Partial<BenchRecord["machine"]> = {}): BenchRecord => ({
  schema: "sweepbook-bench/1",
  bench: "b",
  title: {en: "B", zh: "B"},
  date: "2026-01-01T00:00:00Z",
  command: "npm run bench -- b",
  machine: {...machine, ...over},
  conditions: [],
  skipped: [],
  figures
});

test("a figure is worse when it is beyond the noise of both records, in its own direction", () => {
  const before = record([figure("a", 100), figure("b", 100), figure("c", 100, {better: "higher"}), figure("gone", 1)]);
  const now = record([figure("a", 112), figure("b", 108), figure("c", 80, {better: "higher"}), figure("new", 1)]);
  expect(worseThan(before, now).map(({id}) => id)).toEqual(["a", "c"]);
  expect(worseThan(before, now)[1]!.by).toBeCloseTo(0.25);
  const noisy = record([figure("a", 112, {spread: 0.2})]);
  expect(worseThan(before, noisy)).toEqual([]);
});

test("another machine says nothing", () => {
  expect(worseThan(record([figure("a", 1)]), record([figure("a", 9)], {cores: 4}))).toEqual([]);
});

test("ratio and goal", () => {
  expect(ratioToPeer(figure("a", 30, {peer: {name: "p", value: 20}}))).toBe(1.5);
  expect(ratioToPeer(figure("a", 30))).toBeNull();
  expect(meetsGoal(figure("a", 30, {goal: 30}))).toBe(true);
  expect(meetsGoal(figure("a", 30, {goal: 31, better: "higher"}))).toBe(false);
  expect(meetsGoal(figure("a", 30))).toBeNull();
});
