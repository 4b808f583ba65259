import {expect, test} from "vitest";
import {parsePointsLog} from "./points-log.js";
import {realText} from "./testing/real.js";

test("parsePointsLog reads both real logs", () => {
  const first = parsePointsLog(realText("h100-bf16", "points.jsonl"), "p");
  expect(first).toHaveLength(13);
  expect(first[11]).toMatchObject({name: "i2048-o512-r4", rate: 4, n: 160});
  const second = parsePointsLog(realText("h100-llama-3.1-8b", "points.jsonl"), "p");
  expect(second[0]).toMatchObject({start_unix: 1795518674.7299905, start_monotonic: 187.423641178});
});

test("parsePointsLog names the line, the rule and the value", () => {
  expect(() => parsePointsLog('{"name": "a"}\n{"na', "p")).toThrow('p, line 2: not JSON: "{\\"na"');
  expect(() => parsePointsLog('\n{"name": "a", "c": 0}\n', "p")).toThrow(/^p, line 2: c: .*: 0$/);
});
