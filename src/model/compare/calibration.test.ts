import {expect, test} from "vitest";
import {hasRegression} from "./compare.js";
import {rate, repeats, simulatedPairs, spread} from "./simulated-pairs.js";

test("no change: at most 5 % false alarms; a change of 5 %: found in at least 80 %", () => {
  const [none, slow, fast] = [simulatedPairs(1, 1, 1), simulatedPairs(2, 1, 0.95), simulatedPairs(3, 1, 1.05)];
  const different = rate(none, ({rows}) => rows[0]!.p_difference! <= 0.05);
  const alarm = rate(none, ({rows}) => rows[0]!.verdict === "worse" || rows[0]!.verdict === "better");
  const equivalent = rate(none, ({rows}) => rows[0]!.verdict === "equivalent");
  const slower = rate(slow, hasRegression);
  const harmless = rate(slow, ({rows}) => rows[0]!.verdict === "equivalent" || rows[0]!.not_worse === true);
  const faster = rate(fast, ({rows}) => rows[0]!.verdict === "better");
  console.log(
    `1 test, ${repeats} repeats, spread ${100 * spread} %: no change: p <= 0.05 ${different}, alarm ${alarm}, equivalent ${equivalent}; ` +
      `5 % slower: found ${slower}, called harmless ${harmless}; 5 % faster: found ${faster}`
  );
  expect(different).toBeLessThan(0.065); // the test itself: 5 %, give or take what 1,000 pairs tell
  expect(alarm).toBeLessThanOrEqual(0.05);
  expect(slower).toBeGreaterThanOrEqual(0.8);
  expect(faster).toBeGreaterThanOrEqual(0.8);
  expect(harmless).toBeLessThanOrEqual(0.05);
});
