import {array, assert, double, property} from "fast-check";
import {expect, it} from "vitest";
import {spreadApart} from "./labels.js";

const positions = array(double({min: 0, max: 400, noNaN: true}), {maxLength: 10});

it("keeps labels apart, in their order, and inside when they fit", () => {
  assert(
    property(positions, (at) => {
      const placed = spreadApart(at, 16, 0, 400);
      const order = at.map((_, i) => i).sort((a, b) => at[a]! - at[b]!);
      for (const [k, i] of order.entries()) {
        expect(placed[i]!).toBeGreaterThanOrEqual(-1e-9);
        expect(placed[i]!).toBeLessThanOrEqual(400 + 1e-9);
        if (k > 0) expect(placed[i]! - placed[order[k - 1]!]!).toBeGreaterThanOrEqual(16 - 1e-9);
      }
    })
  );
});

it("leaves labels that do not collide where they are", () => {
  expect(spreadApart([10, 50, 100], 16)).toEqual([10, 50, 100]);
});

it("centres a cluster on the mean of its anchors", () => {
  expect(spreadApart([100, 101, 102], 16)).toEqual([85, 101, 117]);
});
