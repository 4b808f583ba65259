import writeFileAtomic from "write-file-atomic";
import {loadHardware} from "../loaders/hardware.js";
import {listRuns, runsFolder} from "../loaders/runs.js";
import {compare, hasRegression, type Compared} from "../src/model/compare/compare.js";
import {plan} from "../src/model/compare/plan.js";
import {isCompared} from "../src/model/compare/row.js";
import {Problem} from "../src/model/problem.js";
import {command, main} from "./command.js";
import {junit} from "./compare/junit.js";
import {markdown} from "./compare/markdown.js";
import {openSide, type Opened} from "./compare/open-side.js";
import {chosenFactors, chosenMetrics, names, percent, percents, share} from "./compare/options.js";
import {planText} from "./compare/plan-text.js";
import {reportJson} from "./compare/report-json.js";
import {reportText} from "./compare/report-text.js";

const root = ".";

interface Options {
  metric?: string[];
  margin: string[];
  factor?: string[];
  alpha: number;
  startSpread?: number;
  strict: boolean;
  json: boolean;
  markdown?: string;
  junit?: string;
  plan: boolean;
  difference: number[];
  power: number;
  spread?: number;
}

const program = command(
  "compare",
  "Says whether B is better or worse than A, metric by metric and load by load, by how much, and how sure that is. A and B are each a " +
    "run (several with commas between are pooled as starts of a server; run/server names one server), a folder of runs or of " +
    "results (vLLM, GuideLLM, AIPerf, inference-perf and others), or a commit (REV, or REV:run). Exits with 1 when B is worse beyond a margin, or fails where A did not.",
  [
    "npm run compare -- h100-core h200-core",
    "npm run compare -- h100-core h100-core-int4 --metric output_tokens_per_s,tpot_p50_ms --margin 3 --margin tpot_p50_ms=5",
    "npm run compare -- main HEAD --factor engine_version --strict --markdown comment.md --junit compare.xml",
    "npm run -s compare -- before/ after/ --json",
    "npm run compare -- --plan h100-core --difference 2,5"
  ]
)
  .argument("[A]", "what is compared with: run, folder or commit")
  .argument("[B]", "what is judged")
  .option(
    "--metric <names>",
    "metrics of points, with commas between (default: throughput, TPOT, TTFT, tails, energy)",
    names
  )
  .option(
    "--margin <percent>",
    "what is too small to matter, for all or as metric=percent; may be repeated (default: 3, tails and TTFT 10)",
    collect,
    []
  )
  .option(
    "--factor <ids>",
    "what may differ, such as gpu or engine_version; pairs that differ in more are refused (default: any one factor; more are marked)",
    names
  )
  .option("--alpha <share>", "false discovery rate of the table", share, 0.05)
  .option(
    "--start-spread <percent>",
    "known standard deviation between starts of a server, added to the spread of repeats",
    percent
  )
  .option("--strict", "exit with 1 unless every metric is shown to be worse by less than its margin, if at all", false)
  .option("--json", "print JSON", false)
  .option("--markdown <file>", "write Markdown for a pull request; - prints it")
  .option("--junit <file>", "write JUnit XML; - prints it")
  .option("--plan", "say how many repeats are needed instead; A and B may be left out for all runs", false)
  .option("--difference <percents>", "with --plan: differences to be found", percents, [0.01, 0.02, 0.03, 0.05, 0.1])
  .option("--power <share>", "with --plan: chance of finding them", share, 0.8)
  .option("--spread <percent>", "with --plan: spread between repeats, in place of what was seen", percent)
  .action(run);

async function run(a: string | undefined, b: string | undefined, options: Options): Promise<void> {
  const metrics = chosenMetrics(options.metric, options.margin);
  const factors = chosenFactors(options.factor);
  if (options.plan)
    return printPlan(
      [a, b].filter((name) => name !== undefined),
      options
    );
  if (a === undefined || b === undefined)
    throw new Problem("two sides are compared", {
      value: [a, b].filter((name) => name !== undefined),
      remedy: `name A and B; runs here: ${listRuns(runsFolder(root)).join(", ") || "none"}`
    });
  if ([options.markdown, options.junit].filter((file) => file === "-").length + Number(options.json) > 1)
    throw new Problem("only one thing can be printed", {value: "--json, --markdown -, --junit -"});
  const [before, after] = [await open(a), await open(b)];
  const {alpha, startSpread = 0} = options;
  const compared = compare(before, after, {metrics, factors, alpha, startSpread, byName: before.whole && after.whole});
  await write(compared, options);
  refuseNothing(compared);
  // Metrics that the sides do not give are not held against a strict gate; a refused pair is.
  const unshown = compared.rows.some((row) => row.not_worse !== true && (isCompared(row) || row.reason === "refused"));
  if (hasRegression(compared) || (options.strict && (unshown || lost(compared)))) process.exitCode = 1;
}

/** True when A has something that B does not. */
function lost({pairing}: Compared): boolean {
  return pairing.only_a.length > 0 || pairing.pairs.some(({only_a}) => only_a.length > 0);
}

function refuseNothing({rows, pairing, failures}: Compared): void {
  if (rows.some(({reason}) => reason !== "refused") || failures.length > 0) return;
  if (rows.length > 0)
    throw new Problem("no pair may be compared: they differ in more than one comparison allows", {
      value: pairing.pairs.map(({differ}) => differ.map(({factor}) => factor)),
      remedy: "name what may differ with --factor"
    });
  if (pairing.n_same === 0)
    throw new Problem("the sides have no load in common", {remedy: "measure the same lengths and concurrency on both"});
}

async function open(name: string): Promise<Opened> {
  const note = (text: string): void => void (process.stderr.isTTY && process.stderr.write(text));
  return openSide(name, {root, runsDir: runsFolder(root), hardware: loadHardware(root), note});
}

async function write(compared: Compared, {json, markdown: markdownFile, junit: junitFile}: Options): Promise<void> {
  const files = [
    {file: markdownFile, text: markdown},
    {file: junitFile, text: junit}
  ];
  let printed = false;
  for (const {file, text} of files) {
    if (file === undefined) continue;
    if (file === "-") {
      process.stdout.write(text(compared));
      printed = true;
    } else await writeFileAtomic(file, text(compared));
  }
  if (json) process.stdout.write(reportJson(compared));
  else if (!printed)
    process.stdout.write(reportText(compared, process.stdout.isTTY && process.env["NO_COLOR"] === undefined));
}

async function printPlan(sides: readonly string[], options: Options): Promise<void> {
  const all = listRuns(runsFolder(root));
  const named = sides.length > 0 ? sides : all.length > 0 && options.spread === undefined ? [all.join(",")] : [];
  const points = (await Promise.all(named.map(open))).flatMap((side) => side.points);
  const {difference: differences, power, spread = null, json} = options;
  const rows = plan(points, {
    metrics: chosenMetrics(options.metric, options.margin),
    differences,
    power,
    alpha: options.alpha,
    spread
  });
  process.stdout.write(
    json
      ? `${JSON.stringify({of: named, power, rows}, null, 1)}\n`
      : planText(rows, sides.length > 0 ? sides.join(" and ") : "all runs", power)
  );
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

await main(program);
