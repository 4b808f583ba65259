import {expect, test} from "vitest";
import {portFrom} from "./port.js";

test("a port is a whole number within range", () => {
  expect(portFrom(0)("0")).toBe(0);
  expect(portFrom(1)("65535")).toBe(65_535);
});

test.each(["0", "-1", "65536", "80.5", "", "1e3", "http"])("not a port: %s", (value) => {
  expect(() => portFrom(1)(value)).toThrow("not a whole number from 1 to 65535");
});
