import {rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {execa} from "execa";
import {Problem} from "../src/model/problem.js";
import {clientCode} from "./client-code.js";
import {command, main} from "./command.js";
import {finish} from "./finish.js";
import {writeOffers} from "./emit/write-offers.js";
import {knownSecrets} from "./sweep/host.js";
import {licenceNotices, ofFramework, shipped} from "./web/licences.js";
import {alone} from "./web/alone.js";
import {bundleCode, code} from "./web/code.js";
import {stampFile} from "./web/fragments.js";
import {laidOut} from "./web/laid-out.js";
import {readOutline} from "./web/outline.js";
import {prepare} from "./web/prepare.js";
import {step} from "./web/step.js";
import {vendor} from "./vendor.js";

const root = "src";
const output = "dist";
const offers = ".cache/deploy";
const fragments = ".cache/site";

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
  // The framework lays out pages with places for what the loaders and figures give, so that both work at the same time.
  await rm(join(fragments, stampFile), {force: true});
  await bundleCode();
  const stop = new AbortController();
  const data = step("load data, draw figures", prepare);
  data.catch(() => stop.abort());
  const own = await step("bundle code of pages", () => clientCode(root));
  const pages = laidOut(root, output, async () => {
    const libraries = await step("vendor libraries", () => vendor(root));
    const keep = await step("lay out pages", () => render(stop.signal));
    return {libraries, keep};
  });
  await step("write deployments", async () => writeOffers(".", offers));
  const [libraries] = await Promise.all([pages, data]);
  const site = {root, output, fragments, offers, keepHosts, known: knownSecrets(), outline: readOutline(fragments)};
  const notices = licenceNotices([...ofFramework, ...own, ...shipped(output, libraries)]);
  await writeFile(join(output, "licences.txt"), notices);
  const summary = await step("finish and check", () => finish(site));
  for (const line of summary) console.log(`  ${line}`);
  console.log(`built ${output}/ in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/**
 * Runs the framework, silent unless it fails; its warnings are shown, for it ends with 0 in spite of them.
 * Not that on broken links: it cannot know the files that the finishing step adds, and that step checks all links.
 * @returns whether it came to its end without a warning
 */
async function render(signal: AbortSignal): Promise<boolean> {
  // Young objects get more room than Node gives them: parsed pages and modules are many and short-lived.
  const framework = "node_modules/@observablehq/framework/dist/bin/observable.js";
  const argv = ["--max-semi-space-size=64", framework, "build", "--config", code.config];
  const {exitCode, all, isCanceled} = await execa(process.execPath, argv, {
    all: true,
    reject: false,
    cancelSignal: signal,
    env: {OBSERVABLE_TELEMETRY_DISABLE: "1", SWEEPBOOK_FRAGMENTS: "late"}
  });
  if (isCanceled) return false; // the cause is told where the data were loaded
  if (exitCode !== 0) {
    process.stderr.write(`${all}\n`);
    const remedy = /fetch failed|unable to fetch/.test(all)
      ? "a page uses a library that the build does not bring along (see the line with npm:); a block that only shows code says run=false"
      : "see the message above";
    throw new Problem("the framework could not build the pages", {value: exitCode ?? null, remedy, exitCode: 1});
  }
  const warnings = all.split("\n").filter((line) => /\bWarning\b/.test(line) && !/broken link/.test(line));
  for (const line of warnings) process.stderr.write(`  ${line}\n`);
  return warnings.length === 0;
}

await main(program);
