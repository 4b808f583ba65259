import {expect, test} from "vitest";
import {differences, fingerprint} from "./fingerprint.js";

test("order of keys does not matter, values do", () => {
  expect(fingerprint({a: 1, b: {c: [1, 2], d: null}})).toBe(fingerprint({b: {d: null, c: [1, 2]}, a: 1}));
  expect(fingerprint({a: 1})).not.toBe(fingerprint({a: 2}));
  expect(fingerprint({a: [1, 2]})).not.toBe(fingerprint({a: [2, 1]}));
  expect(fingerprint({a: 1})).toMatch(/^[0-9a-f]{64}$/);
});

test("what differs is named with both values", () => {
  expect(differences({driver: "580.1", engine: "0.26"}, {driver: "580.2", engine: "0.26"})).toEqual([
    "driver: 580.1 then, 580.2 now"
  ]);
  expect(differences({flags: ["m", "--a", "1"]}, {flags: ["m", "--a", "2"]})).toEqual(["flags: -1 +2"]);
  expect(differences({variables: {A: "1", B: "2"}}, {variables: {A: "1", B: "3"}})).toEqual(["variables: -B=2 +B=3"]);
});
