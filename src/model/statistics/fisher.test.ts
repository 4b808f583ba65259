import {expect, test} from "vitest";
import {moreFailures} from "./fisher.js";

test("moreFailures agrees with scipy.stats.fisher_exact(alternative='greater') 1.17", () => {
  expect(moreFailures({failed: 0, n: 128}, {failed: 5, n: 128})).toBeCloseTo(0.030031775556072227, 10);
  expect(moreFailures({failed: 3, n: 50}, {failed: 9, n: 40})).toBeCloseTo(0.023800733548690087, 10);
  expect(moreFailures({failed: 4, n: 10}, {failed: 0, n: 10})).toBeCloseTo(1, 10);
  expect(moreFailures({failed: 0, n: 10}, {failed: 0, n: 10})).toBe(1);
});
