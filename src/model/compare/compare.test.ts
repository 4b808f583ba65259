import {describe, expect, test} from "vitest";
import {compare, hasRegression} from "./compare.js";
import {comparedMetric} from "./compared-metrics.js";
import {differences} from "./factors.js";
import {otherFlags} from "./flags.js";
import {testPoint, testServer, testSide} from "./testing.js";

const throughput = (values: readonly number[], more = {}) => values.map((v) => ({output_tokens_per_s: v, ...more}));
const only = {metrics: [comparedMetric("output_tokens_per_s")]};
const steady = [1000, 1010, 995, 1005, 990];
const scaled = (by: number) => steady.map((v) => v * by);

describe("verdicts", () => {
  const verdict = (a: number[], b: number[]) =>
    compare(testSide("A", throughput(a)), testSide("B", throughput(b)), only).rows[0]!;

  test("equal within the margin, worse and better beyond it", () => {
    expect(verdict(steady, scaled(1.002))).toMatchObject({verdict: "equivalent", not_worse: true});
    expect(verdict(steady, scaled(0.9))).toMatchObject({
      verdict: "worse",
      reason: "shown",
      beyond_margin: true,
      not_worse: false
    });
    expect(verdict(steady, scaled(1.1))).toMatchObject({verdict: "better", not_worse: true});
  });

  test("a small difference that may exceed the margin is undecided, with the repeats that would decide", () => {
    const row = verdict(steady, scaled(0.976));
    expect(row).toMatchObject({verdict: "undecided", reason: "small_difference"});
    expect(row.repeats_needed).toBeGreaterThan(5);
  });

  test("one run each: a point comparison only, whatever the distance", () => {
    expect(verdict([1000], [500])).toMatchObject({
      verdict: "undecided",
      reason: "one_run",
      change: -0.5,
      change_lo: null,
      p_difference: null
    });
  });

  test("copies are not repeats", () => {
    expect(verdict([7, 7, 7], [8, 8, 8])).toMatchObject({verdict: "undecided", reason: "no_spread"});
  });

  test("lower is better for a latency", () => {
    const side = (label: string, by: number) =>
      testSide(
        label,
        steady.map((v) => ({tpot_p50_ms: (by * v) / 100}))
      );
    const {rows} = compare(side("A", 1), side("B", 1.1), {metrics: [comparedMetric("tpot_p50_ms")]});
    expect(rows[0]).toMatchObject({verdict: "worse", better: "lower"});
    expect(rows[0]!.change).toBeCloseTo(0.1, 12);
  });

  test("a percentile below its least sample is not compared", () => {
    const side = (label: string) =>
      testSide(
        label,
        steady.map((v) => ({ttft_p99_ms: v, n_completed: 661}))
      );
    const {rows} = compare(side("A"), side("B"), {metrics: [comparedMetric("ttft_p99_ms")]});
    expect(rows[0]).toMatchObject({verdict: "undecided", reason: "n_too_small", a: null});
  });

  test("over many tests a p value of 0.03 is no discovery", () => {
    // Twenty loads without a difference, one with p near 0.03 and an estimate beyond the margin.
    const wide = [1000, 1060, 950, 1040, 960];
    const side = (label: string, by: number) =>
      testSide(
        label,
        Array.from({length: 21}, (_, i) =>
          throughput(
            wide.map((v) => v * (i === 0 ? by : 1)),
            {concurrency: i + 1}
          )
        ).flat()
      );
    const {rows} = compare(side("A", 1), side("B", 0.93), only);
    expect(rows[0]!.p_difference).toBeLessThan(0.05);
    expect(rows[0]).toMatchObject({verdict: "undecided", reason: "many_tests"});
    const alone = compare(testSide("A", throughput(wide)), testSide("B", throughput(wide.map((v) => v * 0.93))), only);
    expect(alone.rows[0]!.verdict).toBe("worse");
  });
});

describe("pairing", () => {
  test("one factor is what is compared; two are marked; with a factor named, another refuses", () => {
    const a = testSide("A", throughput(steady));
    const other = testSide("B", throughput(scaled(0.9)), {run: "q", gpu: "h200-141gb-sxm", driver: "2"});
    const gpu = testSide("B", throughput(scaled(0.9)), {run: "q", gpu: "h200-141gb-sxm", power_limit_w: 650});
    expect(compare(a, gpu, only).pairing.pairs[0]).toMatchObject({standing: "fair", factor: "gpu"});
    expect(compare(a, other, only).pairing.pairs[0]).toMatchObject({standing: "mixed", factor: null});
    expect(compare(a, other, only).rows[0]!.verdict).toBe("worse");
    const refused = compare(a, other, {...only, factors: ["gpu"]});
    expect(refused.rows[0]).toMatchObject({verdict: "undecided", reason: "refused", change: null});
    expect(hasRegression(refused)).toBe(false);
    expect(compare(a, other, {...only, factors: ["gpu", "driver"]}).rows[0]!.verdict).toBe("worse");
  });

  test("measured and simulated are refused unless that is the factor; so are dummy weights beside another change", () => {
    const a = testSide("A", throughput(steady));
    const b = (server: object) => testSide("B", throughput(scaled(0.9)), {run: "q", ...server});
    expect(compare(a, b({kind: "simulated"}), only).pairing.pairs[0]!.standing).toBe("refused");
    expect(compare(a, b({kind: "simulated"}), {...only, factors: ["kind"]}).pairing.pairs[0]!.standing).toBe("fair");
    expect(compare(a, b({weights: "dummy"}), only).pairing.pairs[0]).toMatchObject({
      standing: "fair",
      factor: "weights"
    });
    expect(compare(a, b({weights: "dummy", driver: "2"}), only).pairing.pairs[0]!.standing).toBe("refused");
  });

  test("loads pair by what was asked; those of one side are listed", () => {
    const a = testSide("A", [...throughput([1]), ...throughput([2], {concurrency: 64})]);
    const b = testSide("B", [...throughput([1]), ...throughput([2], {output_tokens: 128})], {run: "q"});
    const {loads, only_a, only_b} = compare(a, b, only).pairing.pairs[0]!;
    expect(loads.map(({load}) => load)).toEqual(["2048/512 c16"]);
    expect([only_a, only_b]).toEqual([["2048/512 c64"], ["2048/128 c16"]]);
  });

  test("each server finds the one that differs least", () => {
    const side = (label: string, run: string) => {
      const servers = ["bf16", "fp8"].map((precision) => testServer({run, server: `${run}-${precision}`, precision}));
      return {
        label,
        servers,
        points: servers.map(({server}) => testPoint({run, server, output_tokens_per_s: 1}))
      };
    };
    const {pairs} = compare(side("A", "x"), side("B", "y"), only).pairing;
    expect(pairs.map(({a, b}) => [a.name, b.name])).toEqual([
      ["x/x-bf16", "y/y-bf16"],
      ["x/x-fp8", "y/y-fp8"]
    ]);
  });

  test("the same file on both sides is no new measurement", () => {
    const a = testSide("A", throughput([1], {sha256: "one"}));
    const result = compare(a, {...a, label: "B"}, only);
    expect(result.pairing).toMatchObject({pairs: [], n_same: 1});
  });

  test("several runs of one configuration are starts: one value each", () => {
    const side = (label: string, runs: readonly string[], by: number) => ({
      label,
      servers: runs.map((run) => testServer({run})),
      points: runs.flatMap((run, i) => steady.map((v) => testPoint({run, output_tokens_per_s: v * by * (1 + i / 100)})))
    });
    const [row] = compare(side("A", ["1", "2", "3"], 1), side("B", ["4", "5", "6"], 1), only).rows;
    expect(row).toMatchObject({counts: "start", n_a: 3, n_b: 3});
    expect(row!.change_hi!).toBeGreaterThan(0.01); // repeats alone would claim less
  });
});

describe("failures", () => {
  test("B without a number where A has one, or with a higher share of failures, is worse", () => {
    const a = testSide("A", throughput(steady));
    const gone = compare(a, testSide("B", [{status: "failed"}], {run: "q"}), only);
    expect(gone.failures[0]).toMatchObject({worse: true});
    expect(hasRegression(gone)).toBe(true);
    const some = compare(a, testSide("B", throughput(steady, {n_failed: 3}), {run: "q"}), only);
    expect(some.failures[0]).toMatchObject({n_failed_b: 15, worse: true});
    const few = compare(a, testSide("B", [...throughput([1], {n_failed: 1}), ...throughput(steady)], {run: "q"}), only);
    expect(few.failures[0]).toMatchObject({worse: false});
  });
});

test("what a changed factor brings along is no factor of its own; what is not known is listed", () => {
  const a = {server: testServer(), points: [testPoint({sm_clock_mean_mhz: 1980})]};
  const b = {
    server: testServer({engine_version: "2", attention_backend: "FA4", driver: null, quantization_kernel: "K"}),
    points: [testPoint({sm_clock_mean_mhz: 1500})]
  };
  const found = differences(a, b);
  expect(found.own.map(({factor}) => factor)).toEqual(["engine_version"]);
  expect(found.implied.map(({factor}) => factor)).toEqual(["quantization_kernel", "attention_backend", "clock"]);
  expect(found.unknown).toEqual(["driver"]);
  const locked = differences(a, {server: testServer(), points: b.points});
  expect(locked.own).toEqual([{factor: "clock", a: "1980", b: "1500"}]);
});

test("flags: order, places and what has a factor of its own do not count", () => {
  const command = "python3 -m vllm.entrypoints.cli.main serve /m --port 4 --seed 0 --dtype half --swap-space=4 --async";
  expect(otherFlags(command)).toBe("async seed=0 swap-space=4");
  expect(otherFlags("vllm serve m --async --swap_space 4 --seed 0 --host h")).toBe("async seed=0 swap-space=4");
  expect(otherFlags("vllm serve m")).toBe("none");
  expect(otherFlags(null)).toBeNull();
});
