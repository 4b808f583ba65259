import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {dirname, join, relative, sep} from "node:path";
import {configFile} from "../../loaders/config.js";
import {code} from "./code.js";

const cacheDir = ".cache/pages";

/** What a build writes among the sources, and does not bear on what the framework writes of a page with places. */
const written = /^(?:data|figures|runs|zh\/runs|\.observablehq)\//;

/** What the framework wrote, and whether that is to be kept: what warned warns again. */
interface LaidOut {
  /** Packages whose code is shipped, by library. */
  readonly libraries: ReadonlyMap<string, readonly string[]>;
  readonly keep: boolean;
}

/**
 * The framework's output, from a cache where it was given for the same pages, scripts and styles, configuration and libraries; as it
 * lays out pages with places only, data change nothing of it. A page that reads a data file itself is laid out each time.
 * @param lay lets the framework write its output
 * @returns packages whose code is shipped, by library
 */
export async function laidOut(
  root: string,
  output: string,
  lay: () => Promise<LaidOut>
): Promise<ReadonlyMap<string, readonly string[]>> {
  const key = await keyOf(root);
  if (key === null) return (await lay()).libraries;
  const entry = join(cacheDir, key);
  const [pages, list] = [join(entry, "dist"), join(entry, "libraries.json")];
  if (existsSync(list)) {
    await rm(output, {recursive: true, force: true});
    await cp(pages, output, {recursive: true});
    return new Map(JSON.parse(await readFile(list, "utf8")) as [string, string[]][]);
  }
  const {libraries, keep} = await lay();
  if (!keep) return libraries;
  await mkdir(cacheDir, {recursive: true});
  const temporary = await mkdtemp(join(cacheDir, ".new-"));
  await cp(output, join(temporary, "dist"), {recursive: true});
  await writeFile(join(temporary, "libraries.json"), JSON.stringify([...libraries]));
  for (const other of await readdir(cacheDir))
    if (join(cacheDir, other) !== temporary) await rm(join(cacheDir, other), {recursive: true, force: true});
  await rename(temporary, entry);
  return libraries;
}

/** Hash of all that the framework's output is a function of; null where a page reads data. */
async function keyOf(root: string): Promise<string | null> {
  const hash = createHash("sha256").update(process.version);
  const named = process.env["SWEEPBOOK_CONFIG"];
  const single = ["package-lock.json", named === undefined || named === "" ? configFile : named];
  const sources = (await filesBelow(root)).filter((file) => !written.test(file)).map((file) => join(root, file));
  const studies = (await filesBelow("data/studies")).map((file) => join("data/studies", file));
  const bundled = (await filesBelow(dirname(code.config)))
    .filter((file) => file.endsWith(".mjs"))
    .map((file) => join(dirname(code.config), file));
  for (const file of [...single, ...sources, ...studies, ...bundled]) {
    if (!existsSync(file)) continue;
    const bytes = await readFile(file);
    if (file.endsWith(".md") && bytes.includes("FileAttachment")) return null;
    hash.update(`\n${file}\n`).update(bytes);
  }
  return hash.digest("hex").slice(0, 32);
}

/** Paths of all files below a folder, with slashes, sorted; none where there is no folder. */
async function filesBelow(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}
