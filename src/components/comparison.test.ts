import {expect, it} from "vitest";
import {realDataset} from "../../loaders/testing/real.js";
import {comparison} from "./comparison.js";
import {fittedOn} from "./predictions.js";

const data = realDataset();
const rows = comparison(data);

it("has a row for every configuration that the article prints a TPOT for", () => {
  const printed = new Set(
    data.published.filter((row) => row.tpot_ms !== null).map((row) => `${row.gpu}-x${row.gpus}-${row.precision}`)
  );
  const shown = new Set(
    rows
      .filter((row) => row.cells.tpot_ms[0]?.kind === "published")
      .map((row) => `${row.gpu}-x${row.gpus}-${row.precision}`)
  );
  expect(shown).toEqual(printed);
});

it("reads the streams of a printed throughput from its TPOT", () => {
  const streams = (gpu: string, gpus: number): number | null | undefined =>
    rows.find((row) => row.gpu === gpu && row.gpus === gpus && row.precision === "fp16")?.concurrency;
  expect(streams("rtx-4090d", 1)).toBe(1); // 20.8 tok/s x 48 ms
  expect(streams("rtx-4090d", 4)).toBe(4); // 125 tok/s x 32 ms
});

it("never mixes a kind into a cell without its mark, and puts no simulated number there", () => {
  const kinds = new Set(
    rows.flatMap((row) => Object.values(row.cells).flatMap((cell) => cell.map((entry) => entry.kind)))
  );
  expect([...kinds].sort()).toEqual(["bound", "measured", "predicted", "published"]);
});

it("gives each prediction with its interval, and none of a configuration that the calibration was fitted on", () => {
  const predicted = rows.flatMap(({gpu, gpus, precision, cells}) =>
    Object.values(cells).flatMap((cell) =>
      cell.filter(({kind}) => kind === "predicted").map((entry) => ({served: {gpu, gpus, precision}, ...entry}))
    )
  );
  expect(predicted.length).toBeGreaterThan(20);
  for (const {served, id, value, lo, hi} of predicted) {
    expect(lo, id).toBeLessThanOrEqual(value);
    expect(hi, id).toBeGreaterThanOrEqual(value);
    expect(fittedOn(data, served), id).toBe(false);
  }
});

it("judges the article's concurrency limit on both latencies that it may mean", () => {
  const {cells} = rows.find((row) => row.gpu === "a100-80gb-sxm")!;
  const by = cells.max_concurrency.filter(({kind}) => kind === "predicted").map((entry) => entry.by);
  expect(by).toEqual(["E2E", "TTFT"]);
});

it("puts every TPOT above its floor", () => {
  for (const {name, cells} of rows) {
    const floor = cells.tpot_ms.find((entry) => entry.kind === "bound")?.value ?? 0;
    for (const entry of cells.tpot_ms) expect(entry.value, name).toBeGreaterThanOrEqual(floor);
  }
});
