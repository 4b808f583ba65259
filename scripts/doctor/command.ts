import {resolve} from "node:path";
import type {Command} from "commander";
import {runsFolder} from "../../loaders/runs.js";
import {command} from "../command.js";
import type {Check} from "./check.js";
import {gpuChecks} from "./gpu-checks.js";
import {hostChecks} from "./host-checks.js";
import {specChecks} from "./spec-checks.js";
import {targetChecks} from "./target-checks.js";

interface Given {
  readonly spec?: string;
  readonly python: string;
  readonly runs?: string;
  readonly json?: boolean;
}

/** The command `doctor`: what can be measured on this host, what cannot, and what mends it. */
export function doctorCommand(root = process.cwd()): Command {
  return command("doctor", "Says what can be measured here, what cannot, and the command that fixes each.", [
    "npm run doctor",
    "npm run doctor -- --spec data/sweeps/minimal.yaml     exit code 3 when that sweep cannot run",
    "npm run -s doctor -- --json"
  ])
    .option("--spec <file>", "check what this sweep needs, on every target of it")
    .option("--python <command>", "Python that imports vLLM", "python3")
    .option("--runs <folder>", "folder of runs (SWEEPBOOK_RUNS, else data/runs)")
    .option("--json", "the checks as JSON on stdout")
    .action(async ({spec, python, runs, json}: Given) => {
      const gpu = await gpuChecks();
      const host = await hostChecks({python, runs: resolve(runs ?? runsFolder(root)), environment: {}});
      const hasVllm = host.some((check) => check.id === "vllm" && check.status === "ok");
      const there = spec === undefined ? {needed: [], other: []} : await targetChecks(spec);
      const here = spec === undefined ? [] : await specChecks(spec, gpu.state, hasVllm);
      const wanted = [...here, ...there.needed];
      const checks = [...host, ...gpu.checks, ...here, ...there.other, ...there.needed];
      const measurable = hasVllm && gpu.state.count > 0;
      process.stdout.write(
        json === true ? `${JSON.stringify({measurable, checks}, null, 1)}\n` : text(checks, measurable)
      );
      process.exitCode = wanted.some((check) => check.status === "fail") ? 3 : 0;
    });
}

function text(checks: readonly Check[], measurable: boolean): string {
  const width = Math.max(...checks.map(({id}) => id.length));
  const marks = {ok: "ok  ", warn: "warn", fail: "FAIL", not_checked: "?   "};
  const lines = checks.flatMap(({id, status, found, costs, fix}) => [
    `${marks[status]}  ${id.padEnd(width)}  ${found}`,
    ...(costs === null ? [] : [`${" ".repeat(width + 8)}${costs}`]),
    ...(fix === null ? [] : [`${" ".repeat(width + 8)}fix: ${fix}`])
  ]);
  const end = measurable
    ? "This host can measure vLLM on its GPU."
    : "This host cannot measure a GPU; sweeps of the simulated target run here.";
  return `${lines.join("\n")}\n\n${end}\n`;
}
