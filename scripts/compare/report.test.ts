import {JSDOM} from "jsdom";
import {describe, expect, test} from "vitest";
import {compare} from "../../src/model/compare/compare.js";
import {comparedMetric} from "../../src/model/compare/compared-metrics.js";
import {testSide} from "../../src/model/compare/testing.js";
import {change, number} from "./cells.js";
import {junit} from "./junit.js";
import {markdown} from "./markdown.js";
import {chosenFactors, chosenMetrics, percent} from "./options.js";
import {planText} from "./plan-text.js";
import {reportJson} from "./report-json.js";
import {reportText} from "./report-text.js";
import {plan} from "../../src/model/compare/plan.js";

const steady = [1000, 1010, 995, 1005, 990];
const side = (label: string, by: number, run: string) =>
  testSide(
    label,
    [
      ...steady.map((v) => ({output_tokens_per_s: v * by, ttft_p50_ms: v / 10})),
      {concurrency: 64, output_tokens_per_s: 4000, n_failed: 3}
    ],
    {run, engine_version: run}
  );
const metrics = ["output_tokens_per_s", "ttft_p50_ms", "ttft_p99_ms"].map(comparedMetric);
const compared = compare(side("A <old> | *1*", 1, "1"), side("B & new", 0.9, "2"), {metrics});

test("the table says by how much, how sure, and what would decide the rest", () => {
  const text = reportText(compared, false);
  expect(text).toContain("compared: engine version 1 → 2");
  expect(text).toMatch(
    /2048\/512 c16 +Output throughput, tok\/s +1000 +900 +-10\.0 % +\[-11, -9\.0\] % +5\+5 +▼ worse/
  );
  expect(text).toMatch(/TTFT p50, ms .* = equivalent/);
  expect(text).toMatch(/c64 .* \? undecided .*one run/);
  expect(text).toContain("B is worse than A somewhere: 1 worse");
  expect(text).not.toContain("\u001b");
  expect(reportText(compared, true)).toContain("\u001b[31m▼ worse");
});

test("Markdown folds what is not decided, and quotes what would be markup", () => {
  const text = markdown(compared);
  expect(text).toMatch(/^### ❌ B &amp; new against A &lt;old&gt; \\\| \\\*1\\\*/);
  expect(text).toContain("<details><summary>");
  expect(text.indexOf("▼ worse")).toBeLessThan(text.indexOf("<details>"));
});

test("JUnit XML is well-formed, and counts are those of its cases", () => {
  const document = new JSDOM(junit(compared), {contentType: "application/xml"}).window.document;
  const root = document.documentElement;
  expect(root.tagName).toBe("testsuites");
  for (const [tag, attribute] of [
    ["testcase", "tests"],
    ["failure", "failures"],
    ["skipped", "skipped"]
  ] as const)
    expect(Number(root.getAttribute(attribute))).toBe(document.querySelectorAll(tag).length);
  const failure = document.querySelector("failure")!;
  expect(failure.parentElement!.getAttribute("name")).toBe("output_tokens_per_s");
  expect(failure.getAttribute("message")).toMatch(/1000 -> 900, -10\.0 % \[-11, -9\.0\] %/);
  expect(root.getAttribute("name")).toBe("B & new against A <old> | *1*");
  const odd = compare(testSide("A\u0001\u001b", [{}]), testSide("B", [{}], {run: "2"}), {metrics});
  expect(() => new JSDOM(junit(odd), {contentType: "application/xml"})).not.toThrow();
});

test("JSON holds every row with its values", () => {
  const report = JSON.parse(reportJson(compared)) as {
    regression: boolean;
    rows: {values_a: number[]}[];
    pairs: object[];
  };
  expect(report.regression).toBe(true);
  expect(report.rows[0]!.values_a).toEqual(steady);
  expect(report.pairs[0]).toMatchObject({standing: "fair", factor: "engine_version", unknown: ["clock"]});
});

test("the plan prints repeats, and says what it does not know", () => {
  const rows = plan([], {metrics, differences: [0.05], spread: 0.015});
  expect(planText(rows, "", 0.8)).toMatch(/Output throughput +1\.5 % +- +3 +6 \(±3 %\)/);
  expect(planText(plan([], {metrics, differences: [0.05]}), "x", 0.8)).toContain("3 metrics: no load was repeated");
});

describe("options", () => {
  test("margins are for all or for one", () => {
    expect(chosenMetrics(["tpot_p50_ms", "ttft_p99_ms"], ["5", "ttft_p99_ms=20"])).toEqual([
      {name: "tpot_p50_ms", margin: 0.05},
      {name: "ttft_p99_ms", margin: 0.2}
    ]);
    expect(() => chosenMetrics(undefined, ["x"])).toThrow("not a margin");
    expect(() => chosenMetrics(["tpot_p50_ms"], ["ttft_p99_ms=2"])).toThrow("is not compared");
    expect(() => chosenMetrics(["speed"], [])).toThrow("not a metric that can be compared");
    expect(() => chosenFactors(["moon"])).toThrow("no such factor");
    expect(() => percent("0")).toThrow("per cent");
  });
});

test("numbers: three digits, and a sign on every change but none", () => {
  expect([number(4193.3), number(6.157), number(null)]).toEqual(["4193", "6.16", "-"]);
  expect([0.031, -0.2, 0, -0.0001, 1.5].map(change)).toEqual(["+3.1 %", "-20 %", "0.0 %", "0.0 %", "+150 %"]);
});
