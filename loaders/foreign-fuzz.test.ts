import {expect, test} from "vitest";
import {damaged, foreignSeeds, readDamaged} from "./testing/foreign-seeds.js";

const seeds = Object.entries(foreignSeeds());

test("every seed is fine as it is", () => {
  expect(seeds.length).toBeGreaterThan(15);
  for (const [name, text] of seeds) expect(readDamaged(text), name).toBeNull();
});

test.each(seeds)(
  "%s, damaged in 60 ways: read, or refused with the file's name; never a crash, never a number that is none",
  (_, text) => {
    let refused = 0;
    for (let seed = 0; seed < 60; seed++) {
      try {
        if (readDamaged(damaged(text, seed)) !== null) refused++;
      } catch (error) {
        throw new Error(`seed ${seed}`, {cause: error});
      }
    }
    expect(refused).toBeGreaterThan(10);
  }
);

test("a JSON file cut anywhere is refused: nothing is half imported", () => {
  for (const [name, text] of seeds.filter(([name]) => /\.json(?:\.gz)?$/.test(name))) {
    const whole = text.trimEnd();
    for (let i = 1; i <= 20; i++) {
      const end = Math.floor((i * (whole.length - 1)) / 20);
      expect(readDamaged(whole.slice(0, end)), `${name} cut at ${end}`).not.toBeNull();
    }
  }
});
