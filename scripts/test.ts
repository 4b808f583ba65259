import {$} from "zx";
import {Problem} from "../src/model/problem.js";
import {ensureBrowser} from "./browser.js";
import {command, main} from "./command.js";

const program = command("test", "Everything: checks, the build, then the built report in a browser.", [
  "npm test",
  "CHROMIUM=/opt/chrome/chrome npm test"
]).action(async () => {
  const CHROMIUM = await ensureBrowser();
  await run("checks", "tsx", ["scripts/check.ts"]);
  await run("build", "tsx", ["scripts/build.ts"]);
  await run("trials of the programs", "vitest", ["run", "--project", "trial"]);
  await run("browser checks", "vitest", ["run", "--project", "site"], {CHROMIUM});
});

/** Runs one stage with its output shown as it comes; a stage that fails ends the whole. */
async function run(name: string, file: string, args: string[], env: Record<string, string> = {}): Promise<void> {
  const {exitCode} = await $({
    preferLocal: true,
    nothrow: true,
    env: {...process.env, ...env},
    stdio: ["ignore", "inherit", "inherit"]
  })`${file} ${args}`;
  if (exitCode !== 0) throw new Problem(`${name} failed`, {value: exitCode, exitCode: 1});
}

await main(program);
