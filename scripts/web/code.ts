import {readFile, rm} from "node:fs/promises";
import {dirname} from "node:path";
import {build, type Plugin} from "esbuild";

const outdir = ".cache/code";

/** The files that processes of a build run. */
export const code = {prepare: `${outdir}/prepare.mjs`, config: `${outdir}/config.mjs`};

/** Bundles the code of a build's own processes. */
export async function bundleCode(): Promise<void> {
  await bundleInto(outdir, {prepare: "site/prepare-process.ts", config: "observablehq.config.ts"});
}

/**
 * Bundles code that loads data, packages left outside: each process and thread starts several times as fast as from hundreds of
 * sources that are translated one by one. What a thread runs lies beside what starts it, as in the sources.
 * @param entries source by name of the file to write, without its end
 */
export async function bundleInto(folder: string, entries: Readonly<Record<string, string>>): Promise<void> {
  await rm(folder, {recursive: true, force: true});
  await build({
    entryPoints: {...entries, "run-worker": "loaders/run-worker.ts"},
    outdir: folder,
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
