import {expect, test} from "vitest";
import {groups, strike, type Fault} from "./fault.js";
import {killTrials} from "./kill-trials.js";
import {matrix} from "./matrix.js";

test("at least 40 faults, each with an id of its own, of every group", () => {
  expect(matrix.length).toBeGreaterThanOrEqual(40);
  expect(new Set(matrix.map(({id}) => id)).size).toBe(matrix.length);
  expect(new Set(matrix.map(({group}) => group))).toEqual(new Set(groups));
});

// The matrix itself is struck nightly, in faults.nightly.test.ts; the sweep's own trials hold most of it here.

test("a fault that shows otherwise, damages data or crashes is a failed row", async () => {
  const fault: Fault = {
    id: "x",
    group: "input",
    injected: "x",
    expected: "x",
    shows: /refused/,
    run: async () => ({seen: "accepted", damage: null})
  };
  expect(await strike(fault)).toMatchObject({status: "failed", intact: true});
  expect(await strike({...fault, run: async () => ({seen: "refused", damage: "a point lost"})})).toMatchObject({
    status: "failed",
    intact: false,
    seen: "refused; DAMAGE: a point lost"
  });
  expect(await strike({...fault, run: () => Promise.reject(new Error("boom"))})).toMatchObject({
    status: "failed",
    seen: expect.stringContaining("boom") as string
  });
});

test("20 sweeps, killed at a seeded moment and resumed, hold what the undisturbed one holds", async () => {
  const trials = await killTrials(Array.from({length: 20}, (_, i) => i + 1));
  expect(trials.filter(({damage}) => damage !== null)).toEqual([]);
  expect(trials).toHaveLength(20);
  expect(trials.filter(({struck}) => struck).length).toBeGreaterThan(8);
  expect(new Set(trials.map(({victim}) => victim)).size).toBe(3);
});
