import * as fc from "fast-check";
import {expect, test} from "vitest";
import {breakEvenPricePerGpuH, costPerMtok, electricityCostPerMtok} from "./cost.js";

test("3.6 an hour at 1,000 tokens a second costs 1 a million tokens; half the utilisation doubles it", () => {
  const inputs = {price_per_gpu_h: 3.6, gpus: 1, tokens_per_s: 1000, utilisation: 1};
  expect(costPerMtok(inputs)).toBeCloseTo(1, 12);
  expect(costPerMtok({...inputs, utilisation: 0.5})).toBeCloseTo(2, 12);
  expect(costPerMtok({...inputs, gpus: 4})).toBeCloseTo(4, 12);
});

test("1 J a token at 0.36 a kWh costs 0.1 a million tokens", () => {
  expect(electricityCostPerMtok(1, 0.36)).toBeCloseTo(0.1, 12);
});

test("the break-even price is the one that gives the cost back", () => {
  const positive = fc.double({min: 0.01, max: 1e4, noNaN: true});
  fc.assert(
    fc.property(
      positive,
      positive,
      fc.integer({min: 1, max: 64}),
      fc.double({min: 0.01, max: 1, noNaN: true}),
      (cost, tokens_per_s, gpus, utilisation) => {
        const price_per_gpu_h = breakEvenPricePerGpuH(cost, {gpus, tokens_per_s, utilisation});
        expect(costPerMtok({price_per_gpu_h, gpus, tokens_per_s, utilisation}) / cost).toBeCloseTo(1, 9);
      }
    )
  );
});
