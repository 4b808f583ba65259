import {assert, boolean, constantFrom, dictionary, double, option, property, record} from "fast-check";
import {expect, test} from "vitest";
import {assume, assumptionFields, defaultAssumptions} from "./assumptions.js";
import {fromQuery, isAssumptionKey, scalarKeys, toQuery} from "./assumptions-url.js";

test("the defaults leave the URL bare", () => {
  expect(toQuery(defaultAssumptions).toString()).toBe("");
  expect(fromQuery(new URLSearchParams())).toEqual({assumptions: defaultAssumptions, refused: []});
});

test("only what differs is carried, under names that read", () => {
  const given = assume({slo: {limit_ms: 2500}, prices: {"a100-80gb-sxmx1/CNY": 9}});
  expect(toQuery(given).toString()).toBe("price.a100-80gb-sxmx1.CNY=9&slo.limit_ms=2500");
});

test("any assumptions come back from their URL as they were", () => {
  const number = (key: keyof typeof assumptionFields) =>
    double({min: assumptionFields[key].min, max: assumptionFields[key].max, noNaN: true}).map((n) => n + 0);
  const any = record({
    prices: dictionary(constantFrom("rtx-4090dx4/CNY", "h100-80gb-sxmx1/USD"), number("price_per_gpu_h")),
    slo: record({
      metric: constantFrom("ttft" as const, "tpot" as const, "e2e" as const),
      percentile: number("slo.percentile"),
      limit_ms: number("slo.limit_ms")
    }),
    utilisation: number("utilisation"),
    electricity_price_per_kwh: option(number("electricity_price_per_kwh")),
    run_spread: number("run_spread"),
    load: record({
      input_tokens: number("load.input_tokens"),
      output_tokens: number("load.output_tokens"),
      concurrency: number("load.concurrency")
    }),
    count_imported: boolean()
  });
  assert(
    property(any, (input) => {
      const given = assume(input);
      const {assumptions, refused} = fromQuery(new URLSearchParams(toQuery(given).toString()));
      expect(refused).toEqual([]);
      expect(assumptions).toEqual(given);
      expect([...toQuery(given).keys()].every(isAssumptionKey)).toBe(true);
    })
  );
});

test("what is hostile or out of range is refused with its value, and the rest stands", () => {
  const {assumptions, refused} = fromQuery(
    new URLSearchParams(
      "utilisation=7&slo.limit_ms=2500&slo.metric=speed&price.h100x1.USD=-1&other=1&load.concurrency=x"
    )
  );
  expect(assumptions).toEqual(assume({slo: {limit_ms: 2500}}));
  expect(refused).toHaveLength(4);
  expect(refused[0]).toContain("7");
  expect(scalarKeys).not.toContain("price_per_gpu_h");
});
