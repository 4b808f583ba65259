import {expect, test} from "vitest";
import {realDataset} from "../../loaders/testing/real.js";
import {assume} from "./assumptions.js";
import {judge} from "./claims/judge.js";
import {packed, unpacked} from "./reader-data.js";

const whole = realDataset();
const page = unpacked(JSON.parse(JSON.stringify(packed(whole))) as ReturnType<typeof packed>);

test.each([
  ["the article's assumptions", assume()],
  ["prices", assume({prices: {"a100-80gb-sxmx1/CNY": 1.5, "rtx-4090dx4/CNY": 9}})],
  ["another limit", assume({slo: {metric: "ttft", limit_ms: 400}})],
  ["use and electricity", assume({utilisation: 0.1, electricity_price_per_kwh: 5})]
])("a page judges as the build does: %s", (_, assumptions) => {
  expect(judge(page, assumptions)).toEqual(judge(whole, assumptions));
});

test("assumptions move some verdict, so that the above can fail", () => {
  const outcomes = (prices: Record<string, number>): string =>
    judge(page, assume({prices}))
      .map((v) => v.verdict)
      .join();
  expect(outcomes({"a100-80gb-sxmx1/CNY": 1.5})).not.toBe(outcomes({}));
});
