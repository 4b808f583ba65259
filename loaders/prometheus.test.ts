import * as fc from "fast-check";
import {expect, test} from "vitest";
import {Problem} from "../src/model/problem.js";
import {maxOf, parsePrometheus, splitPages, sumOf} from "./prometheus.js";
import {realText} from "./testing/real.js";

test("parsePrometheus reads a real page", () => {
  const samples = parsePrometheus(realText("h100-bf16", "i2048-o512-c1.metrics-after.txt"), "m");
  expect(sumOf(samples, "vllm:prefix_cache_hits_total")).toBe(4064);
  expect(maxOf(samples, "vllm:kv_cache_usage_perc")).toBe(0);
  expect(samples.find(({name}) => name === "vllm:cache_config_info")!.labels).toMatchObject({block_size: "16"});
});

test("parsePrometheus reads labels with escapes, special values and timestamps", () => {
  expect(parsePrometheus('a{b="x\\"},\\\\\\n",__proto__="p"} +Inf 1700\n# c\nd NaN\n', "m")).toEqual([
    {name: "a", labels: Object.assign(Object.create(null), {b: 'x"},\\\n', ["__proto__"]: "p"}), value: Infinity},
    {name: "d", labels: {}, value: NaN}
  ]);
});

test("parsePrometheus names the line that is no sample; a last line that is cut off is left out", () => {
  expect(() => parsePrometheus("a 1\n<html>\n", "m")).toThrow('m, line 2: not a Prometheus sample: "<html>"');
  expect(parsePrometheus('a 1\nb{c="d', "m")).toHaveLength(1);
});

test("sums and maxima of what a page does not name are null", () => {
  expect(sumOf([], "a")).toBeNull();
  expect(maxOf([{name: "a", labels: {}, value: NaN}], "a")).toBeNull();
});

test("parsePrometheus throws Problems only, whatever it reads", () => {
  fc.assert(
    fc.property(fc.string({unit: fc.constantFrom(...'ab:_{}="\\, 1.e+NI\n#'.split(""))}), (text) => {
      try {
        parsePrometheus(text, "m");
      } catch (error) {
        expect(error).toBeInstanceOf(Problem);
      }
    })
  );
});

test("splitPages gives each page taken during a point with its time", () => {
  expect(splitPages("# sweepbook_epoch_s 1700.25\na 1\n# sweepbook_epoch_s 1701\na 2\n")).toEqual([
    {epochS: 1700.25, page: "\na 1\n"},
    {epochS: 1701, page: "\na 2\n"}
  ]);
  expect(splitPages("")).toEqual([]);
});
