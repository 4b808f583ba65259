import {readFile, rm} from "node:fs/promises";
import {dirname} from "node:path";
import {build, type Plugin} from "esbuild";

const outdir = ".cache/code";

/** The files that processes of a build run. */
export const code = {prepare: `${outdir}/prepare.mjs`, config: `${outdir}/config.mjs`};

/**
 * Bundles the code of a build's own processes, packages left outside: each process and thread starts several times as fast as
 * from hundreds of sources that are translated one by one. What a thread runs lies beside what starts it, as in the sources.
 */
export async function bundleCode(): Promise<void> {
  await rm(outdir, {recursive: true, force: true});
  await build({
    entryPoints: {
      prepare: "site/prepare-process.ts",
      config: "observablehq.config.ts",
      "run-worker": "loaders/run-worker.ts"
    },
    outdir,
    outExtension: {".js": ".mjs"},
    bundle: true,
    splitting: true,
    sourcemap: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    plugins: [ownFolder],
    logLevel: "warning"
  });
}

/** Code that looks at its own sources finds them where they are. */
const ownFolder: Plugin = {
  name: "own-folder",
  setup(bundle) {
    bundle.onLoad({filter: /loaders[\\/]source-hash\.ts$/}, async ({path}) => ({
      contents: (await readFile(path, "utf8")).replaceAll("import.meta.dirname", JSON.stringify(dirname(path))),
      loader: "ts"
    }));
  }
};
