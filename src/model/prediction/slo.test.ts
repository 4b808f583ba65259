import {describe, expect, it} from "vitest";
import {parseSlo} from "./slo.js";

describe("parseSlo", () => {
  it("reads limits", () => {
    expect(parseSlo("ttft_p90_ms<=500, tpot_p50_ms <= 40.5")).toEqual([
      {name: "ttft_p90_ms", limitMs: 500},
      {name: "tpot_p50_ms", limitMs: 40.5}
    ]);
  });

  it("says what it cannot read, and the names it knows", () => {
    for (const text of ["", "latency<=3", "ttft_p90_ms<500", "ttft_p90_ms<=-1", "ttft_p90_ms<=0"]) {
      expect(() => parseSlo(text)).toThrow(/not a service level.*e2e_p99_ms/);
    }
  });
});
