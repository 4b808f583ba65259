import {describe, expect, test} from "vitest";
import {seedResult} from "./testing/real.js";
import {readResult} from "./vllm-result.js";

type Fields = Record<string, unknown>;
const seed = (): Fields => JSON.parse(seedResult()) as Fields;
const listOf = (fields: Fields, key: string): unknown[] => fields[key] as unknown[];

test("readResult gives the arrays of a real result in typed form", () => {
  const fields = seed();
  const result = readResult(fields, "f");
  expect(result.n).toBe(32);
  expect([...result.ttftS]).toEqual(fields["ttfts"]);
  expect([...result.startS!]).toEqual(fields["start_times"]);
  expect([...result.gapsS]).toEqual((fields["itls"] as number[][]).flat());
  const second = (fields["itls"] as number[][])[1]!;
  expect([...result.gapsS.subarray(result.gapOffsets[1], result.gapOffsets[2])]).toEqual(second);
  expect(result.e2eSource).toBe("sum");
  expect(result.e2eS[1]).toBe(second.reduce((sum, x) => sum + x, result.ttftS[1]!));
});

test("readResult takes latencies for E2E where the tool wrote them", () => {
  const result = readResult({...seed(), latencies: Array(32).fill(2.5)}, "f");
  expect(result.e2eSource).toBe("latencies");
  expect([...new Set(result.e2eS)]).toEqual([2.5]);
});

test("readResult keeps keys that it does not know", () => {
  expect(readResult({...seed(), "request_goodput:": 1, steady_state: {a: 1}}, "f").header).toMatchObject({
    gpu: "h100",
    "request_goodput:": 1,
    steady_state: {a: 1}
  });
});

test("readResult does without start times and errors", () => {
  const {start_times: _s, errors: _e, ...rest} = seed();
  const result = readResult(rest, "f");
  expect(result.startS).toBeNull();
  expect(new Set(result.errors)).toEqual(new Set([""]));
});

describe("readResult names file, rule and value of what is wrong", () => {
  const cases: [string, (fields: Fields) => unknown, string | RegExp][] = [
    ["no object", () => [1], "f: not a result object: [1]"],
    [
      "duration as text",
      (x) => void (x["duration"] = "12 s"),
      'f: duration: duration is missing or not a number: "12 s"'
    ],
    ["duration of nothing", (x) => void (x["duration"] = 0), "f: duration: not a duration in seconds: 0"],
    ["a rate that is none", (x) => void (x["request_rate"] = "fast"), /^f: request_rate: .*: "fast"$/],
    ["half a request", (x) => void (x["completed"] = 1.5), /^f: completed: .*: 1\.5$/],
    ["no arrays", (x) => void delete x["itls"], /^f: itls is missing: .*; measure with --save-detailed$/],
    ["an array as text", (x) => void (x["ttfts"] = "many"), 'f: ttfts is not a list: "many"'],
    ["arrays that differ", (x) => void listOf(x, "ttfts").pop(), "f: ttfts and itls differ in length: 31 and 32"],
    ["a missing TTFT", (x) => void (listOf(x, "ttfts")[3] = null), "f: ttfts[3] is not a number of seconds: null"],
    ["a negative TTFT", (x) => void (listOf(x, "ttfts")[3] = -1), "f: ttfts[3] is not a number of seconds: -1"],
    [
      "a gap as text",
      (x) => void ((listOf(x, "itls")[2] as unknown[])[1] = "1"),
      'f: itls[2][1] is not a number of seconds: "1"'
    ],
    [
      "answers of several tokens without a gap",
      (x) => void (x["itls"] = Array.from({length: 32}, () => [])),
      /^f: itls are all empty though answers have several tokens: .*; measure a streaming endpoint$/
    ],
    ["gaps that are no list", (x) => void (listOf(x, "itls")[2] = 0.1), "f: itls[2] is not a list: 0.1"],
    [
      "half a token",
      (x) => void (listOf(x, "output_lens")[0] = 0.5),
      "f: output_lens[0] is not a number of tokens: 0.5"
    ],
    ["an error as number", (x) => void (listOf(x, "errors")[0] = 500), "f: errors[0] is not a text: 500"],
    ["no request", (x) => void (x["itls"] = []), "f: holds no request: 0"]
  ];
  test.each(cases)("%s", (_, damage, message) => {
    const fields = seed();
    const value = damage(fields) ?? fields;
    expect(() => readResult(value, "f")).toThrow(message);
  });
});
