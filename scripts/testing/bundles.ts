import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {dirname, join} from "node:path";
import {pathToFileURL} from "node:url";
import {build, type Plugin} from "esbuild";

/** Vitest's global setup: bundles every script and program of ours once, for tests to start them by `scriptCommand`. */
export default async function bundles(): Promise<() => void> {
  mkdirSync(".cache", {recursive: true});
  const outdir = mkdtempSync(join(process.cwd(), ".cache/bundles-")); // below node_modules, which stay outside
  const scripts = readdirSync("scripts").filter((file) => /(?<!\.test)\.ts$/.test(file));
  await build({
    entryPoints: [...scripts, "simulated/serve.ts", "client/cli.ts"].map((file) => join("scripts", file)),
    outbase: "scripts",
    outdir,
    bundle: true,
    splitting: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    plugins: [atHome],
    logLevel: "warning"
  });
  process.env["SWEEPBOOK_BUNDLES"] = outdir;
  return () => rmSync(outdir, {recursive: true, force: true});
}

/** A source in a bundle goes on to find files beside where it lies. */
const atHome: Plugin = {
  name: "at-home",
  setup(bundle) {
    bundle.initialOptions.define = {"import.meta.url": "sourceUrl", "import.meta.dirname": "sourceFolder"};
    bundle.onLoad({filter: /\.ts$/}, ({path}) => {
      const text = readFileSync(path, "utf8");
      if (!text.includes("import.meta.")) return null;
      const [url, folder] = [pathToFileURL(path).href, dirname(path)].map((each) => JSON.stringify(each));
      return {contents: `const [sourceUrl, sourceFolder] = [${url}, ${folder}];\n${text}`, loader: "ts"};
    });
  }
};
