import {expect, test} from "vitest";
import {strike} from "./fault.js";
import {killTrials} from "./kill-trials.js";
import {matrix} from "./matrix.js";

test.each(matrix.map((fault) => [fault.id, fault] as const))("%s", async (_, fault) => {
  const row = await strike(fault);
  expect(row, `${row.injected}: ${row.expected}`).toMatchObject({
    status: expect.stringMatching(/ok|skipped/) as string,
    intact: true
  });
});

test("200 sweeps, killed at a seeded moment and resumed, hold what the undisturbed one holds", async () => {
  const trials = await killTrials(Array.from({length: 200}, (_, i) => 1000 + i));
  expect(trials.filter(({damage}) => damage !== null)).toEqual([]);
  expect(trials).toHaveLength(200);
});
