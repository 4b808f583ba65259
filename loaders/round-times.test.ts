import {assert, double, array, constantFrom, property} from "fast-check";
import {expect, test} from "vitest";
import {roundTimes} from "./round-times.js";

test("gaps and first-token times are rounded, every other byte stays", () => {
  const text =
    '{"duration": 44.123456789012, "itls": [[0.04635905000003504, 6e-08], []], "ttfts": [0.054524004000029436], "start_times": [450.435022314]}';
  expect(roundTimes(text, 100)).toBe(
    '{"duration": 44.123456789012, "itls": [[0.0463591, 1e-7], []], "ttfts": [0.054524], "start_times": [450.435022314]}'
  );
  expect(roundTimes('{"note": "\\"itls\\": [1.23456789]"}', 1000)).toBe('{"note": "\\"itls\\": [1.23456789]"}');
});

test("law: no time moves by more than half of the resolution, and rounding again changes nothing", () => {
  const gaps = array(array(double({min: 0, max: 100, noNaN: true})));
  assert(
    property(gaps, constantFrom(1, 10, 100, 1000), (itls, ns) => {
      const once = roundTimes(JSON.stringify({itls}), ns);
      const read = (JSON.parse(once) as {itls: number[][]}).itls;
      for (const [i, row] of itls.entries())
        for (const [j, gap] of row.entries())
          expect(Math.abs(read[i]![j]! - gap)).toBeLessThanOrEqual(ns * 0.5e-9 + 1e-14);
      expect(roundTimes(once, ns)).toBe(once);
    })
  );
});
