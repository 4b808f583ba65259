import {expect, test} from "vitest";
import {fuzz} from "./fuzz.js";
import {targets} from "./targets.js";

// With the 85,000 and more of foreign-fuzz.nightly.test.ts, more than 200,000 in all.
test.each(targets.map((target) => [target.name, target] as const))("%s, damaged in 9000 ways", (_, target) => {
  expect(fuzz(target, 9000, 1000)).toBeLessThanOrEqual(9000);
});
