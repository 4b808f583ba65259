import {pairName, type Compared, type Failures} from "../../src/model/compare/compare.js";
import type {Row} from "../../src/model/compare/row.js";
import {standingText} from "../../src/model/compare/summary.js";
import {because, settles} from "../../src/model/compare/words.js";
import {change, interval, metricLabel, number} from "./cells.js";

/**
 * The comparison as JUnit XML, which CI systems show: a suite a load, a case a metric; a regression is a failure, what could not
 * be decided is skipped with the reason. Times are those of no test, so none is given.
 */
export function junit(compared: Compared): string {
  const suites = compared.pairing.pairs.flatMap((pair) =>
    pair.loads.map(({load}) => {
      const own = ({pair: name, load: at}: {pair: string; load: string}): boolean =>
        name === pairName(pair) && at === load;
      const cases = [
        ...compared.rows.filter(own).map((row) => metricCase(row, standingText(pair).en)),
        ...compared.failures.filter(own).map(failureCase)
      ];
      const count = (tag: string): number => cases.filter((text) => text.includes(`<${tag}`)).length;
      return {
        n: cases.length,
        failed: count("failure"),
        skipped: count("skipped"),
        xml: [
          `  <testsuite name="${xml(`${pairName(pair)} ${load}`)}" tests="${cases.length}" failures="${count("failure")}" errors="0" skipped="${count("skipped")}">`,
          ...cases,
          "  </testsuite>"
        ].join("\n")
      };
    })
  );
  const total = (name: "n" | "failed" | "skipped"): number => suites.reduce((sum, suite) => sum + suite[name], 0);
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="${xml(`${compared.b} against ${compared.a}`)}" tests="${total("n")}" failures="${total("failed")}" errors="0" skipped="${total("skipped")}">`,
    ...suites.map((suite) => suite.xml),
    "</testsuites>",
    ""
  ].join("\n");
}

function metricCase(row: Row, standing: string): string {
  const what =
    `${metricLabel(row)}: ${number(row.a)} -> ${number(row.b)}, ${change(row.change)} ${interval(row)}`.trimEnd();
  const decides = settles(row)?.en;
  const why = decides === undefined ? because(row).en : `${because(row).en}; needs ${decides}`;
  const open = `    <testcase classname="${xml(`${row.pair} ${row.load}`)}" name="${xml(row.metric)}">`;
  if (row.verdict === "worse")
    return `${open}<failure type="regression" message="${xml(what)}">${xml(`${why}; ${standing}`)}</failure></testcase>`;
  if (row.verdict === "undecided") return `${open}<skipped message="${xml(`${why} (${what})`)}"/></testcase>`;
  return `${open}<system-out>${xml(`${row.verdict}: ${what}; ${why}`)}</system-out></testcase>`;
}

function failureCase(found: Failures): string {
  const {pair, load, n_failed_a, n_requests_a, n_failed_b, n_requests_b, worse} = found;
  const what = `failed requests: ${n_failed_a} of ${n_requests_a} -> ${n_failed_b} of ${n_requests_b}`;
  const open = `    <testcase classname="${xml(`${pair} ${load}`)}" name="failed requests">`;
  return worse
    ? `${open}<failure type="regression" message="${xml(what)}"/></testcase>`
    : `${open}<system-out>${xml(what)}</system-out></testcase>`;
}

/** Text as XML 1.0 allows it: the rest of the control characters cannot stand there, not even escaped. */
function xml(text: string): string {
  const entities: Record<string, string> = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"};
  return (
    text
      // oxlint-disable-next-line no-control-regex -- those are meant
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
      .replace(/[&<>"]/g, (character) => entities[character]!)
  );
}
