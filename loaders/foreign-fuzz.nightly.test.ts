import {expect, test} from "vitest";
import {damaged, foreignSeeds, readDamaged} from "./testing/foreign-seeds.js";

test.each(Object.entries(foreignSeeds()))("%s, damaged in 5000 ways", (_, text) => {
  let refused = 0;
  for (let seed = 1000; seed < 6000; seed++) {
    try {
      if (readDamaged(damaged(text, seed)) !== null) refused++;
    } catch (error) {
      throw new Error(`seed ${seed}`, {cause: error});
    }
  }
  expect(refused).toBeGreaterThan(1000);
});
