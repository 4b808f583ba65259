import * as fc from "fast-check";
import {expect, test} from "vitest";
import {splitResults} from "./split-results.js";
import {seedResult} from "./testing/real.js";

test("splitResults gives one object, JSON lines, or an array of objects", () => {
  const one = {value: {a: 1}, problems: []};
  expect(splitResults('{"a": 1}', "f")).toEqual([one]);
  expect(splitResults('{"a": 1}\n{"a": 1}\n', "f")).toEqual([one, one]);
  expect(splitResults('[{"a": 1}]', "f")).toEqual([one]);
});

test("splitResults reads a bare NaN or Infinity as null and says where it stood", () => {
  expect(splitResults('{"p99_itl_ms": NaN, "x": [1, -Infinity], "t": "NaN: \\"NaN"}', "f")).toEqual([
    {
      value: {p99_itl_ms: null, x: [1, null], t: 'NaN: "NaN'},
      problems: ["p99_itl_ms holds a bare NaN, which is not JSON", "x holds a bare -Infinity, which is not JSON"]
    }
  ]);
});

test("splitResults of a real result cut off anywhere is one problem, never a value", () => {
  const text = seedResult().trim();
  for (const length of [1, 2, 300, 5000, text.length - 1]) {
    const [result, ...more] = splitResults(text.slice(0, length), "f.json");
    expect(more).toEqual([]);
    expect(result).toHaveProperty("problem.message", expect.stringMatching(/^f\.json: the JSON is cut off: /));
  }
});

test("splitResults keeps the whole objects before one that is cut off", () => {
  const [first, second] = splitResults('{"a": 1}\n{"a": 2', "f");
  expect(first).toEqual({value: {a: 1}, problems: []});
  expect(second).toHaveProperty("problem.message", expect.stringMatching(/^f, object 2: the JSON is cut off/));
});

test("splitResults of what is no JSON names file and text", () => {
  expect(splitResults("", "f")[0]).toHaveProperty("problem.message", 'f: holds no JSON object: ""');
  expect(splitResults("<html>", "f")[0]).toHaveProperty("problem.message", 'f: holds no JSON object: "<html>"');
  expect(splitResults("{a: 1}", "f")[0]).toHaveProperty("problem.message", expect.stringMatching(/^f: not JSON: /));
});

test("splitResults never throws", () => {
  fc.assert(
    fc.property(
      fc.string({unit: fc.constantFrom(...'{}[]",:\\ NaN1\n'.split(""))}),
      (text) => void splitResults(text, "f")
    )
  );
});
