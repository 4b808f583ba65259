import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import type {Metafile} from "esbuild";
import {Problem} from "../../src/model/problem.js";

/** What may be handed on with a notice and nothing more. */
const permissive = new Set([
  "ISC",
  "MIT",
  "MIT-0",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "Unlicense",
  "CC0-1.0"
]);

/** Packages whose code is in the framework's own client files. */
export const ofFramework = [
  "@observablehq/framework",
  "@observablehq/runtime",
  "@observablehq/inspector",
  "minisearch"
].map((name) => join("node_modules", name));

/** Folders of the packages whose code is in a bundle, from esbuild's account of it. */
export function packagesOf({outputs}: Pick<Metafile, "outputs">): string[] {
  const folders = Object.values(outputs)
    .flatMap(({inputs}) => Object.entries(inputs))
    .filter(([, {bytesInOutput}]) => bytesInOutput > 0)
    .flatMap(([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

interface Licensed {
  readonly name: string;
  readonly licence: string;
  readonly text: string;
}

/**
 * Notices of all packages whose code is handed on: name, version and licence of each, then each licence's text once, with
 * those that it holds for. A licence that asks for more than a notice, or none at all, is a Problem.
 */
export function licenceNotices(folders: readonly string[]): string {
  const packages = [...new Set(folders)].map(licensed).sort((a, b) => (a.name < b.name ? -1 : 1));
  const texts = new Map<string, string[]>();
  for (const {name, text} of packages) texts.set(text, [...(texts.get(text) ?? []), name]);
  const list = [...new Set(packages.map(({name, licence}) => `${name}  ${licence}`))];
  return [
    "Libraries whose code is part of this report, with their licences.",
    "Code of the report itself: Apache-2.0. Report and data: CC-BY-4.0.",
    "",
    ...list,
    ...[...texts].flatMap(([text, names]) => ["", "-".repeat(80), [...new Set(names)].join(", "), "", text]),
    ""
  ].join("\n");
}

function licensed(folder: string): Licensed {
  const {name, version, license} = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    name: string;
    version: string;
    license?: unknown;
  };
  const id = `${name}@${version}`;
  if (typeof license !== "string" || !permissive.has(license)) {
    throw new Problem("a library of the report has a licence that is not known to ask for a notice only", {
      value: `${id}: ${String(license)}`,
      remedy: "leave the library out, or look at its terms and add them to scripts/web/licences.ts",
      exitCode: 1
    });
  }
  const file = readdirSync(folder).find((each) => /^(?:licen[cs]e|copying)\b/i.test(each));
  const text = file === undefined ? "" : readFileSync(join(folder, file), "utf8");
  return {
    name: id,
    licence: license,
    text: text.replace(/\r\n?/g, "\n").trim() || `${license}; the package carries no text of it.`
  };
}

/** Of the bundled libraries those that the built site loads: the framework copies what a page asks for. */
export function shipped(output: string, libraries: ReadonlyMap<string, readonly string[]>): string[] {
  return [...libraries].flatMap(([library, packages]) =>
    ["_npm", "_node"].some((cache) => existsSync(join(output, cache, library))) ? packages : []
  );
}
