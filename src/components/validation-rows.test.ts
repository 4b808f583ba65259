import {expect, it} from "vitest";
import {realDataset} from "../../loaders/testing/real.js";
import {loadValidation} from "../../loaders/validation.js";
import {
  furthestOff,
  hardestRows,
  hardestSplit,
  meanOfRepeats,
  missingSplits,
  validationRows
} from "./validation-rows.js";

const data = realDataset();
const validation = loadValidation(".").rows;
const rows = validationRows({data, validation});

it("holds predictions against what the data set measures, not against what was stored", () => {
  const slower = {...data, points: data.points.map((point) => ({...point, tpot_p50_ms: point.tpot_p50_ms! * 2}))};
  const changed = validationRows({data: slower, validation});
  for (const [i, row] of rows.entries()) {
    const factor = row.metric === "tpot_p50_ms" ? 2 : 1;
    expect(changed[i]!.measured).toBeCloseTo(row.measured * factor, 6);
    expect(changed[i]!.error).toBeCloseTo(row.predicted / (row.measured * factor) - 1, 6);
  }
  expect(changed.filter((row) => row.covered).length).toBeLessThan(rows.filter((row) => row.covered).length);
});

it("drops points that this data set does not hold, and those that are not measured", () => {
  expect(validationRows({data: {...data, points: []}, validation})).toEqual([]);
  const simulated = data.points.map((point) => ({...point, kind: "simulated"}));
  expect(validationRows({data: {...data, points: simulated}, validation})).toEqual([]);
  expect(validationRows({data})).toEqual([]);
});

it("names each point and quantity once among the furthest off, the largest first", () => {
  const worst = furthestOff(rows, 8);
  const errors = worst.map(({error}) => Math.abs(error));
  expect(errors).toEqual(errors.toSorted((a, b) => b - a));
  expect(errors[0]).toBe(Math.max(...rows.map(({error}) => Math.abs(error))));
  expect(new Set(worst.map(({point_id, metric}) => `${point_id} ${metric}`)).size).toBe(8);
});

it("knows what was never left out", () => {
  expect(missingSplits(rows.filter(({split}) => split === "point"))).toContain("gpu");
  expect(hardestSplit(rows.filter(({split}) => split === "point" || split === "workload"))).toBe("workload");
  expect(hardestSplit([])).toBeNull();
});

it("keeps the splits that ask most when not all fit", () => {
  expect(hardestRows(rows, Infinity)).toEqual(rows);
  const few = hardestRows(rows, 1);
  expect(new Set(few.map(({split}) => split))).toEqual(new Set([hardestSplit(rows)]));
});

it("draws repeats of a point once, at their geometric mean", () => {
  const row = rows[0]!;
  const repeats = [1, 4].map((factor) => ({...row, point_id: `p#${factor}`, measured: factor * row.measured}));
  const [one, ...others] = meanOfRepeats(repeats);
  expect(others).toEqual([]);
  expect(one!.measured).toBeCloseTo(2 * row.measured, 6);
  expect(one!.predicted).toBeCloseTo(row.predicted, 6);
});
