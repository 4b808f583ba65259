import {execa} from "execa";
import {Problem} from "../../src/model/problem.js";

/** Runs the loaders as a process of their own: raw data in, generated files below src/ out. */
export async function prepare(): Promise<void> {
  const {exitCode} = await execa("tsx", ["site/prepare.ts"], {
    preferLocal: true,
    reject: false,
    stdio: ["ignore", "inherit", "inherit"]
  });
  if (exitCode === 0) return;
  throw new Problem("loading the data failed", {value: exitCode ?? null, remedy: "see the message above", exitCode: 1});
}
