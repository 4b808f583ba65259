import {readFile, rm} from "node:fs/promises";
import {dirname, join, resolve} from "node:path";
import {build, type BuildOptions, type Plugin} from "esbuild";
import {sourceFolder} from "../loaders/source-folder.js";
import {Problem} from "../src/model/problem.js";
import {packagesOf} from "./web/licences.js";

/** Each in one file of its own: file below `root`/client, and its source below src/components. */
const alone = {
  enhance: "enhance",
  explore: "explore/client",
  import: "import/client",
  compare: "compare/page",
  "compare-show": "compare/show",
  "what-if": "what-if/page",
  "what-if-worker": "what-if/what-if-worker"
};

/** Used together by one reader: what several of them share is a file that is loaded once. */
const together = {
  assume: "client/assume",
  plan: "client/plan",
  provenance: "client/provenance",
  worker: "client/worker"
};

/**
 * Bundles the code of pages into `root`/client: a few files instead of some two hundred modules, each of which the
 * browser would ask for and the framework would parse. What is imported on demand stays a file of its own. Large
 * libraries stay outside: pages share them.
 * @returns folders of the packages whose code is in them
 */
export async function clientCode(root: string): Promise<string[]> {
  const outdir = join(root, "client");
  await rm(outdir, {recursive: true, force: true});
  const judged = judgesWanted();
  const source = (name: string): string => join(root, "components", `${name}.ts`);
  const files = new Map(
    Object.entries({...alone, ...together}).map(([out, name]) => [resolve(source(name)), `./${out}.js`])
  );
  const bundle = (entries: Readonly<Record<string, string>>, options: BuildOptions) =>
    build({
      metafile: true,
      entryPoints: Object.entries(entries).map(([out, name]) => ({out, in: source(name)})),
      outdir,
      bundle: true,
      format: "esm",
      platform: "browser",
      target: "es2022",
      minify: true,
      preserveSymlinks: true, // else names of shared files depend on where node_modules really lies
      legalComments: "none",
      external: ["@observablehq/plot", "apache-arrow", "yaml"],
      plugins: [onDemand(files), ...(judged ? [withJudges] : []), withoutAddress],
      logLevel: "warning",
      ...options
    });
  const built = await Promise.all([bundle(alone, {}), bundle(together, {splitting: true})]);
  return built.flatMap(({metafile}) => packagesOf(metafile!));
}

/** Whether a source is examined, whose assertions the judges are of; a configuration that cannot be read is told where the data are loaded. */
function judgesWanted(): boolean {
  try {
    return sourceFolder(".") !== null;
  } catch (error) {
    if (error instanceof Problem) return true;
    throw error;
  }
}

/** Sources that are imported on demand and have a file of their own are named by that file. */
function onDemand(files: ReadonlyMap<string, string>): Plugin {
  return {
    name: "on-demand",
    setup(bundle) {
      bundle.onResolve({filter: /^\.\.?\/.*\.js$/}, ({kind, path, resolveDir}) => {
        const file = kind === "dynamic-import" ? files.get(resolve(resolveDir, path.replace(/js$/, "ts"))) : undefined;
        return file === undefined ? null : {path: file, external: true};
      });
    }
  };
}

/** The panel of assumptions judges again in the page: with the judges that are code, which components do not know. */
const withJudges: Plugin = {
  name: "with-judges",
  setup(bundle) {
    bundle.onLoad({filter: /components[\\/]client[\\/]assume\.ts$/}, async ({path}) => ({
      contents: `import {judges} from "../../judges/index.js";\nimport {enlist} from "../../model/claims/judge.js";\nenlist(judges);\n${await readFile(path, "utf8")}`,
      loader: "ts",
      resolveDir: dirname(path)
    }));
  }
};

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
