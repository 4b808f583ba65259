import {mkdir, readFile, rm, writeFile} from "node:fs/promises";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import {build} from "esbuild";
import {Problem} from "../src/model/problem.js";
import {packagesOf} from "./web/licences.js";

const require = createRequire(import.meta.url);

/**
 * Libraries that pages may load, each bundled into one module with all it needs. Plot carries its own parts of d3:
 * that is 131 kB gzip against 167 kB for Plot beside the whole of d3.
 */
const vendored = ["@observablehq/plot", "apache-arrow", "d3", "d3-array", "htl", "isoformat", "yaml"] as const;

/** Names that the framework's client asks a version of, and that no page may load: an empty folder answers. */
const refused = [
  "@observablehq/sample-datasets",
  "arquero",
  "d3-dsv",
  "echarts",
  "leaflet",
  "lodash",
  "mapbox-gl",
  "parquet-wasm",
  "react",
  "react-dom",
  "topojson-client"
] as const;

/**
 * Fills the framework's cache below `root` from node_modules, so that neither build nor preview needs a network.
 * The whole cache goes first: the framework never notices that the input of a data loader has changed.
 * Layout, as Framework 1.13 reads it: `_npm/<name>@<version>/_esm.js` for `npm:` and implicit imports,
 * `_node/<name>@<version>/index.js` for bare imports, which also run in Node.
 * @returns folders of the packages whose code is in each, by `<name>@<version>`
 */
export async function vendor(root: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const cache = join(root, ".observablehq", "cache");
  await rm(cache, {recursive: true, force: true});
  const packages = new Map<string, readonly string[]>();
  await Promise.all([
    ...vendored.map(async (name) => {
      const {code, from} = await bundled(name);
      const folder = `${name}@${await version(name)}`;
      packages.set(folder, from);
      await Promise.all([
        put(join(cache, "_npm", folder, "_esm.js"), code),
        put(join(cache, "_node", folder, "index.js"), code)
      ]);
    }),
    ...refused.map((name) => mkdir(join(cache, "_npm", `${name}@0.0.0`), {recursive: true}))
  ]);
  return packages;
}

/** One library as one minified module for browsers, with a default export if it has one. */
async function bundled(name: string): Promise<{readonly code: string; readonly from: readonly string[]}> {
  const exports = (await import(name)) as object;
  const specifier = JSON.stringify(name);
  const again = "default" in exports ? `export {default} from ${specifier};` : "";
  const {outputFiles, metafile} = await build({
    stdin: {contents: `export * from ${specifier};${again}`, resolveDir: process.cwd()},
    bundle: true,
    metafile: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "none",
    define: {"process.env.NODE_ENV": '"production"'},
    logLevel: "warning"
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`esbuild wrote nothing for ${name}`);
  return {code: file.text, from: packagesOf(metafile)};
}

/** The installed version, read past `exports`, which may hide package.json. */
async function version(name: string): Promise<string> {
  for (const folder of require.resolve.paths(name) ?? []) {
    const text = await readFile(join(folder, name, "package.json"), "utf8").catch(() => null);
    if (text !== null) return (JSON.parse(text) as {version: string}).version;
  }
  throw new Problem("a library is not installed", {value: name, remedy: "run npm ci", exitCode: 3});
}

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), {recursive: true});
  await writeFile(file, text);
}
