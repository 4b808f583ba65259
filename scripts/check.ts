import {execa} from "execa";
import {command, main} from "./command.js";
import {Problem} from "../src/model/problem.js";

interface Check {
  readonly name: string;
  /** A program of node_modules/.bin, and its arguments. */
  readonly argv: readonly [string, ...string[]];
}

/** In lanes that run side by side; the second core is the tests' own. */
const lanes: readonly (readonly Check[])[] = [
  [
    {name: "types", argv: ["tsc", "-p", "."]},
    {name: "lint", argv: ["oxlint", "--type-aware", "--deny-warnings"]},
    {name: "format", argv: ["oxfmt", "--check", "."]},
    {name: "dead code", argv: ["knip"]}
  ],
  [{name: "unit tests", argv: ["vitest", "run", "--project", "unit"]}]
];

const program = command("check", "Types, lint, format, dead code and unit tests: all that needs no browser.", [
  "npm run check"
]).action(async () => {
  const start = performance.now();
  const failed = (await Promise.all(lanes.map(runLane))).flat();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (failed.length > 0) throw new Problem("checks failed", {value: failed.join(", "), exitCode: 1});
  console.log(`all checks passed in ${seconds} s`);
});

/** Runs checks one after another, all of them; returns the names of those that failed. */
async function runLane(checks: readonly Check[]): Promise<string[]> {
  const failed: string[] = [];
  for (const {name, argv} of checks) {
    const [file, ...args] = argv;
    const start = performance.now();
    const {exitCode, all} = await execa(file, args, {preferLocal: true, all: true, reject: false, stdin: "ignore"});
    const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(5);
    const summary = exitCode === 0 ? lastLine(all, /^\s*Tests\s/) : "FAILED";
    console.log(`${seconds} s  ${name}${summary === "" ? "" : `: ${summary}`}`);
    if (exitCode === 0) continue;
    failed.push(name);
    console.log(all);
  }
  return failed;
}

/** The last line of an output that a pattern names, or nothing. */
function lastLine(output: string, pattern: RegExp): string {
  return (
    output
      .split("\n")
      .filter((line) => pattern.test(line))
      .at(-1)
      ?.trim()
      .replace(/\s+/g, " ") ?? ""
  );
}

await main(program);
