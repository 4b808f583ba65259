import {existsSync, mkdirSync, readdirSync, rmSync, symlinkSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {execa} from "execa";
import {Problem} from "../src/model/problem.js";
import {command, main} from "./command.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const runs = join(root, ".cache/demo/runs");
const spec = join(root, "data/sweeps/demo.yaml");

/**
 * A folder of runs for the demo alone: the measured ones by link, so that data/runs stays as it is, and room for the
 * demo's own run, which is simulated and never enters the repository.
 */
function gatherRuns(): void {
  rmSync(join(root, ".cache/demo"), {recursive: true, force: true});
  mkdirSync(runs, {recursive: true});
  const measured = join(root, "data/runs");
  if (!existsSync(measured)) return;
  for (const name of readdirSync(measured)) {
    if (existsSync(join(measured, name, "manifest.json"))) symlinkSync(join(measured, name), join(runs, name), "dir");
  }
}

/** Runs one of our own scripts with its output on this terminal; its failure ends the demo with the same exit code. */
async function run(script: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const {exitCode} = await execa(process.execPath, ["--import", import.meta.resolve("tsx"), file, ...args], {
    cwd: root,
    stdio: "inherit",
    reject: false,
    env: {SWEEPBOOK_RUNS: runs},
    cancelSignal: signal,
    forceKillAfterDelay: 40_000
  });
  if (signal.aborted) throw new Problem("interrupted", {exitCode: 130});
  if (exitCode !== 0)
    throw new Problem(`${script} failed`, {value: exitCode ?? null, exitCode: exitCode === 3 ? 3 : 1});
}

const program = command(
  "demo",
  "Sweeps the built-in simulated server and builds the report from that and the measured data.",
  ["npm run demo", "npm run serve      then open the address that it prints"]
).action(async () => {
  const begin = performance.now();
  const interrupt = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => interrupt.abort());
  gatherRuns();
  process.stdout.write("1 of 2: a sweep of the simulated server\n");
  await run("sweep.ts", [spec, "--runs", runs], interrupt.signal);
  process.stdout.write("\n2 of 2: the report from it and the measured data\n");
  await run("build.ts", [], interrupt.signal);
  const seconds = ((performance.now() - begin) / 1e3).toFixed(0);
  process.stdout.write(
    `\nDone in ${seconds} s. Open it: npm run serve, then http://127.0.0.1:3000\n` +
      "Simulated data is marked as such on every page and supports no claim about hardware; `npm run build` leaves it out.\n"
  );
});

await main(program);
