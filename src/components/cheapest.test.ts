import {expect, it} from "vitest";
import {realDataset} from "../../loaders/testing/real.js";
import {breakEven, predictedCosts} from "./cheapest.js";

const data = realDataset();

it("ranks the article's priced configurations by predicted cost, each inside its interval", () => {
  const rows = predictedCosts(data, "CNY");
  expect(rows.length).toBeGreaterThan(2);
  for (const {cost, lo, hi} of rows) expect(lo <= cost && cost <= hi).toBe(true);
  expect(rows.map(({cost}) => cost)).toEqual(rows.map(({cost}) => cost).sort((a, b) => a - b));
});

it("doubling all prices changes no ranking and doubles every cost", () => {
  const doubled = {...data, prices: data.prices.map((row) => ({...row, price_per_gpu_h: 2 * row.price_per_gpu_h}))};
  const before = predictedCosts(data, "CNY");
  const after = predictedCosts(doubled, "CNY");
  expect(after.map(({name}) => name)).toEqual(before.map(({name}) => name));
  after.forEach(({cost}, i) => expect(cost).toBeCloseTo(2 * before[i]!.cost, 9));
});

it("names the price at which a card without one would be as cheap", () => {
  const best = predictedCosts(data, "CNY")[0]!;
  const price = breakEven(data, {gpu: "a100-80gb-sxm", gpus: 1}, best.cost)!;
  const priced = {
    ...data,
    prices: [
      ...data.prices,
      {...data.prices[0]!, gpu: "a100-80gb-sxm", gpus: 1, price_per_gpu_h: price, currency: "CNY"}
    ]
  };
  expect(predictedCosts(priced, "CNY").find(({gpu}) => gpu === "a100-80gb-sxm")!.cost).toBeCloseTo(best.cost, 9);
});
