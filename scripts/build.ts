import {existsSync} from "node:fs";
import {readdir, utimes} from "node:fs/promises";
import {join} from "node:path";
import {execa} from "execa";
import {Problem} from "../src/model/problem.js";
import {clientCode} from "./client-code.js";
import {command, main} from "./command.js";
import {finish} from "./finish.js";
import {writeOffers} from "./emit/write-offers.js";
import {knownSecrets} from "./sweep/host.js";
import {alone} from "./web/alone.js";
import {prepare} from "./web/prepare.js";
import {step} from "./web/step.js";
import {vendor} from "./vendor.js";

const root = "src";
const output = "dist";
const offers = ".cache/deploy";

/** Folders of generated files, whose time of writing must not reach the output. */
const generated = ["data", "figures"];

const program = command("build", "Builds the report into dist/ from data/, without network.", [
  "npm run build",
  "SWEEPBOOK_RUNS=my-runs npm run build"
])
  .option(
    "--keep-hosts",
    "build although the report names hosts, users, folders or addresses; keys are never kept",
    false
  )
  .action(({keepHosts}: {keepHosts: boolean}) => alone(".cache/build.lock", () => buildAll(keepHosts)));

async function buildAll(keepHosts: boolean): Promise<void> {
  const start = performance.now();
  await Promise.all([
    step("load data", prepare),
    step("vendor libraries", () => vendor(root)),
    step("bundle code on demand", () => clientCode(root))
  ]);
  await step("write deployments", async () => writeOffers(".", offers));
  await step("fix file times", fixTimes);
  await step("render pages", render);
  const site = {root, output, fragments: ".cache/site", offers, keepHosts, known: knownSecrets()};
  const summary = await step("finish and check", () => finish(site));
  for (const line of summary) console.log(`  ${line}`);
  console.log(`built ${output}/ in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/**
 * One fixed time for attached files: the framework hashes the time of an attached file into the names of modules.
 * Sources keep their times; their content alone is hashed.
 */
async function fixTimes(): Promise<void> {
  const time = new Date("2000-01-01T00:00:00Z");
  for (const folder of generated.map((name) => join(root, name)).filter((path) => existsSync(path))) {
    for (const entry of await readdir(folder, {recursive: true, withFileTypes: true})) {
      if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), time, time);
    }
  }
}

/**
 * Runs the framework, silent unless it fails; its warnings are shown, for it ends with 0 in spite of them.
 * Not that on broken links: it cannot know the files that the finishing step adds, and that step checks all links.
 */
async function render(): Promise<void> {
  const {exitCode, all} = await execa("observable", ["build"], {
    preferLocal: true,
    all: true,
    reject: false,
    env: {OBSERVABLE_TELEMETRY_DISABLE: "1", SWEEPBOOK_FRAGMENTS: "late"}
  });
  if (exitCode !== 0) {
    process.stderr.write(`${all}\n`);
    const remedy = /fetch failed|unable to fetch/.test(all)
      ? "a page uses a library that the build does not bring along (see the line with npm:); a block that only shows code says run=false"
      : "see the message above";
    throw new Problem("the framework could not build the pages", {value: exitCode ?? null, remedy, exitCode: 1});
  }
  for (const line of all.split("\n")) {
    if (/\bWarning\b/.test(line) && !/broken link/.test(line)) process.stderr.write(`  ${line}\n`);
  }
}

await main(program);
