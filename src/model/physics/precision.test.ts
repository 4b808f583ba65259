import {describe, expect, it} from "vitest";
import {hardwareRow} from "./fixtures/shapes.js";
import {isInt4, parsePrecision, peakFlopPerS, precisions, sameBytes} from "./precision.js";

describe("parsePrecision", () => {
  it("knows five names and lists them when asked for another", () => {
    for (const precision of precisions) expect(parsePrecision(precision)).toBe(precision);
    expect(() => parsePrecision("int8")).toThrow(/"int8".*bf16, fp16, fp8, gptq-int4, awq-int4/);
  });
});

describe("sameBytes", () => {
  it("takes fp16 and bf16 for one another, and no other two", () => {
    const pairs = precisions.flatMap((a) => precisions.filter((b) => a < b && sameBytes(a, b)).map((b) => [a, b]));
    expect(pairs).toEqual([["bf16", "fp16"]]);
    expect(precisions.every((precision) => sameBytes(precision, precision))).toBe(true);
  });
});

describe("peakFlopPerS", () => {
  it("is the 16-bit rate for weight-only Int4, and for fp8 where the card has no such rate", () => {
    const h100 = hardwareRow("h100-80gb-sxm");
    expect(precisions.filter(isInt4).map((precision) => peakFlopPerS(h100, precision))).toEqual([989e12, 989e12]);
    expect(peakFlopPerS(h100, "fp8")).toBe(1979e12);
    expect(peakFlopPerS(hardwareRow("a10g"), "fp8")).toBe(70e12);
  });
});
