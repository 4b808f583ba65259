import {fileURLToPath} from "node:url";
import {expect, test} from "vitest";
import {loadValidation} from "../../loaders/validation.js";
import {coverageGoal, validationSummary} from "../../src/model/prediction/validation-summary.js";
import {validationText} from "./text.js";

const {rows} = loadValidation(fileURLToPath(new URL("../../", import.meta.url)));
const withCoverage = (share: number): string => {
  const some = rows.slice(0, 200).map((row, i) => ({...row, covered: i < 200 * share}));
  return validationText(validationSummary(some), some);
};

test.each([
  [0.84, "84.0 % of 200 measurements (goal 85 to 95 %): too narrow"],
  [0.85, "85.0 % of 200 measurements (goal 85 to 95 %): as wide as they claim"],
  [0.95, "95.0 % of 200 measurements (goal 85 to 95 %): as wide as they claim"],
  [0.96, "96.0 % of 200 measurements (goal 85 to 95 %): too wide"]
])("intervals that hold %d of the measurements are judged by the goal", (share, line) => {
  expect(withCoverage(share)).toContain(`90 % intervals hold ${line}.`);
});

test("the stored validation may be wider than its goal, and is called so, but never claims more than it knows", () => {
  const covered = rows.filter((row) => row.covered).length / rows.length;
  expect(covered).toBeGreaterThanOrEqual(coverageGoal[0]);
  expect(validationText(validationSummary(rows), rows)).toMatch(
    covered > coverageGoal[1] ? /intervals hold .*: too wide\.$/m : /intervals hold .*: as wide as they claim\.$/m
  );
});
