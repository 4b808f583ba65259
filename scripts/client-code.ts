import {readFile, rm} from "node:fs/promises";
import {join} from "node:path";
import {build, type Plugin} from "esbuild";

/** What pages load on demand, by file name below src/components/client. */
const entries = ["assume", "plan", "provenance", "worker"];

/**
 * Bundles the code that pages load on demand into `root`/client: a few files instead of some two hundred modules. What
 * several entries share is shared. Plot stays outside: pages have it already.
 */
export async function clientCode(root: string): Promise<void> {
  const outdir = join(root, "client");
  await rm(outdir, {recursive: true, force: true});
  await build({
    entryPoints: entries.map((name) => join(root, "components/client", `${name}.ts`)),
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "none",
    external: ["@observablehq/plot"],
    plugins: [withoutAddress],
    logLevel: "warning"
  });
}

/** A page names no other host, not even in the message of an error that asks to report it. */
const withoutAddress: Plugin = {
  name: "without-address",
  setup(bundle) {
    bundle.onLoad({filter: /node_modules\/marked\/lib\/.*\.js$/}, async ({path}) => ({
      contents: (await readFile(path, "utf8")).replaceAll("https://github.com/", ""),
      loader: "js"
    }));
  }
};
