import {fileURLToPath} from "node:url";

/** Set by the bundler (esbuild `define`) to true. */
declare const SWEEPBOOK_BUNDLE: boolean | undefined;

const sources = {
  "simulated-server": new URL("./simulated/serve.ts", import.meta.url),
  client: new URL("./client/cli.ts", import.meta.url)
};

/** The project's own programs that the runner starts as processes of their own. */
export type Program = keyof typeof sources;

/**
 * Command line that starts one of our own programs: `node --import tsx FILE` in the working tree,
 * `node BUNDLE program NAME` in the bundle, whose entry hands the rest to `runProgram`.
 */
export function programCommand(name: Program): [string, ...string[]] {
  if (typeof SWEEPBOOK_BUNDLE !== "undefined") {
    return [process.execPath, fileURLToPath(import.meta.url), "program", name];
  }
  return [process.execPath, "--import", import.meta.resolve("tsx"), fileURLToPath(sources[name])];
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
