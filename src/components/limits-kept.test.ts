import {expect, it, test} from "vitest";
import {realDataset} from "../../loaders/testing/real.js";
import {limitsKept, limitWords} from "./limits-kept.js";
import {articleCurves} from "./workload.js";

test.each([
  [{passes: 64, fails: 128}, "64", "64"],
  [{passes: 64, fails: null}, "≥ 64", "≥ 64"],
  [{passes: null, fails: 1}, "0", "0"],
  [{passes: null, fails: 16}, "< 16", "< 16"],
  [{passes: null, fails: null}, "n too small", "样本太少"]
])("limitWords(%j)", (found, en, zh) => {
  const limit = {by: "E2E" as const, least: 1, ...found};
  expect(limitWords(limit, "en")).toBe(en);
  expect(limitWords(limit, "zh")).toBe(zh);
});

it("finds that no answer of 512 tokens ends within the article's limit on the H100, while first tokens come in time", () => {
  const data = realDataset();
  const curve = articleCurves(data).find(({gpu, precision}) => gpu === "h100-80gb-sxm" && precision === "bf16")!;
  const [e2e, ttft] = limitsKept(data, curve);
  expect(e2e).toMatchObject({by: "E2E", passes: null, fails: 1});
  expect(ttft!.by).toBe("TTFT");
  expect(ttft!.passes).toBeGreaterThanOrEqual(64);
});
