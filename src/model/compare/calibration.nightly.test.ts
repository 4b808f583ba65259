import {expect, test} from "vitest";
import {hasRegression} from "./compare.js";
import {rate, simulatedPairs} from "./simulated-pairs.js";

test("a table of 12 tests: the gate still has at most 5 % false alarms, and finds 5 % everywhere", () => {
  const alarm = rate(simulatedPairs(4, 6, 1), hasRegression);
  const slow = simulatedPairs(5, 6, 0.95);
  const slower = rate(slow, hasRegression);
  const rows = slow.flatMap((pair) => pair.rows);
  const found = rows.filter(({verdict}) => verdict === "worse").length / rows.length;
  console.log(
    `12 tests: no change: gate alarms ${alarm}; 5 % slower: gate fails ${slower}, of the tests ${found.toFixed(3)}`
  );
  expect(alarm).toBeLessThanOrEqual(0.05);
  expect(slower).toBeGreaterThanOrEqual(0.8);
  expect(found).toBeGreaterThanOrEqual(0.8);
});
