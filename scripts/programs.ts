import {join} from "node:path";
import {fileURLToPath} from "node:url";

/** Set by the bundler (esbuild `define`) to true. */
declare const SWEEPBOOK_BUNDLE: boolean | undefined;

/** By their path below scripts. */
const sources = {"simulated-server": "simulated/serve", client: "client/cli"};

/** The project's own programs that the runner starts as processes of their own. */
export type Program = keyof typeof sources;

/**
 * Command line that starts a script of ours, named by its path below scripts: `node --import tsx FILE`. In tests it is a
 * bundle that scripts/testing/bundles.ts has made, for that starts in a fifth of the time.
 */
export function scriptCommand(path: string): [string, ...string[]] {
  const bundles = process.env["SWEEPBOOK_BUNDLES"];
  if (bundles !== undefined) return [process.execPath, join(bundles, `${path}.js`)];
  const file = fileURLToPath(new URL(`./${path}.ts`, import.meta.url));
  return [process.execPath, "--import", import.meta.resolve("tsx"), file];
}

/**
 * Command line that starts one of our own programs: `node --import tsx FILE` in the working tree,
 * `node BUNDLE program NAME` in the bundle, whose entry hands the rest to `runProgram`.
 */
export function programCommand(name: Program): [string, ...string[]] {
  if (typeof SWEEPBOOK_BUNDLE !== "undefined") {
    return [process.execPath, fileURLToPath(import.meta.url), "program", name];
  }
  return scriptCommand(sources[name]);
}

/** Runs one of our own programs in this process, with its arguments. */
export async function runProgram(name: Program, argv: readonly string[]): Promise<void> {
  switch (name) {
    case "simulated-server":
      return (await import("./simulated/program.js")).simulatedServer(argv);
    case "client":
      return (await import("./client/program.js")).client(argv);
  }
}
