import {execa} from "execa";
import {Problem} from "../../src/model/problem.js";
import {code} from "./code.js";

/**
 * Runs the loaders and draws the figures as a process of their own, from bundled code: raw data in, generated files below
 * src/ out. Young objects get more room than Node gives them: rows and elements of charts are many and short-lived.
 */
export async function prepare(): Promise<void> {
  const {exitCode} = await execa(process.execPath, ["--max-semi-space-size=64", "--enable-source-maps", code.prepare], {
    reject: false,
    stdio: ["ignore", "inherit", "inherit"]
  });
  if (exitCode === 0) return;
  throw new Problem("loading the data failed", {
    value: exitCode ?? null,
    remedy: "see the message above",
    exitCode: exitCode === 2 || exitCode === 3 ? exitCode : 1
  });
}
