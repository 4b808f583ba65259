import {expect, test} from "vitest";
import {fuzz} from "./fuzz.js";
import {targets} from "./targets.js";

test.each(targets.map((target) => [target.name, target] as const))(
  "%s: the seeds are fine, and damaged in 300 ways they are read or refused with the file's name",
  (_, target) => {
    for (const seed of target.seeds) expect(() => target.read(seed, "f.txt")).not.toThrow();
    const refused = fuzz(target, 300);
    if (target.lenient) expect(refused).toBe(0);
    else expect(refused).toBeGreaterThan(20);
  }
);

test("a crash, another file's name and a changed prototype are told with the seed", () => {
  const target = (read: () => void) => ({name: "x", seeds: ["abc"], read});
  expect(() =>
    fuzz(
      target(() => JSON.parse("{")),
      1
    )
  ).toThrow("x, seed 0");
});
