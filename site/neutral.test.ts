import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {namesOfStudies, ofStudies} from "./testing/of-studies.js";

/** Files whose matter names are, and why. */
const named: Readonly<Record<string, string>> = {
  "src/model/prediction/calibration.ts":
    "data that npm run validate writes: the runs, cards and models that the fit was made on"
};

/** Sources of a folder without tests and what only tests use. */
function sources(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/(?:fixtures|testing)\/|\/testing\.ts$/.test(path));
}

/** Code without its comments: an example in a comment decides nothing. */
const code = (path: string): string =>
  readFileSync(path, "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "")
    .replace(/([;,{}]) \/\/.*$/gm, "$1");

test("no loader, model or component names a model, a GPU or the article", () => {
  const wanted = namesOfStudies();
  expect(wanted).toEqual(expect.arrayContaining(["h100", "4090d", "a10g", "data/article", "gpu-selection"]));
  const found = ["loaders", "src/model", "src/components"]
    .flatMap(sources)
    .filter((path) => !(path in named))
    .flatMap((path) => [...code(path).matchAll(ofStudies())].map(([name]) => `${path}: ${name}`));
  expect(found).toEqual([]);
});

test("every exception still needs to be one", () => {
  for (const path of Object.keys(named)) expect(code(path).match(ofStudies()), path).not.toBeNull();
});
