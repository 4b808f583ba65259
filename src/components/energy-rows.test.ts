import {expect, it} from "vitest";
import {realDataset} from "../../loaders/testing/real.js";
import {sameBytes} from "../model/physics/precision.js";
import {energyRows} from "./energy-rows.js";

const data = realDataset();
const rows = energyRows(data);

it("sets beside a printed row only what was measured in its precision and at its concurrency", () => {
  expect(rows.length).toBeGreaterThan(0);
  expect(data.points.some((point) => point.precision === "gptq-int4" && point.energy_valid)).toBe(true);
  for (const {id, measured_id, streams} of rows) {
    const printed = data.published.find((row) => row.published_id === id);
    const measured = data.points.find((point) => point.point_id === measured_id);
    expect(measured?.concurrency).toBe(streams);
    expect(sameBytes(measured?.precision ?? "", printed?.precision ?? "")).toBe(true);
  }
});
