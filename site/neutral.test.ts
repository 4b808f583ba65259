import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {loadHardware} from "../loaders/hardware.js";
import {loadModels} from "../loaders/models.js";
import {loadStudy} from "../loaders/study.js";

/** Files whose matter names are, and why. */
const named: Readonly<Record<string, string>> = {
  "src/model/prediction/calibration.ts":
    "data that npm run validate writes: the runs, cards and models that the fit was made on"
};

const families = ["qwen", "llama", "mistral", "mixtral", "deepseek"];

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

/** What must not be named: boards, models, and the article by its id, its study and its place. */
function names(): string[] {
  const boards = loadHardware(".").flatMap(({gpu, name}) => [
    gpu,
    name,
    gpu.split("-").find((part) => /\d/.test(part)) ?? gpu
  ]);
  const models = loadModels(".").flatMap(({id, names: known}) => [id, ...known]);
  const study = loadStudy(".", "gpu-selection");
  const facts = readFileSync(`${study.source}/facts.yaml`, "utf8");
  const id = /^ {2}id: (\S+)$/m.exec(facts)![1]!;
  return [
    ...new Set([...boards, ...models, ...families, study.name, study.source!, id].map((name) => name.toLowerCase()))
  ];
}

test("no loader, model or component names a model, a GPU or the article", () => {
  const wanted = names();
  expect(wanted).toEqual(expect.arrayContaining(["h100", "4090d", "a10g", "data/article", "gpu-selection"]));
  const any = wanted.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  const word = new RegExp(`(?<![a-z0-9])(?:${any})(?![a-z0-9]|\\.json)`, "gi"); // data/article.json is a file of the site
  const found = ["loaders", "src/model", "src/components"]
    .flatMap(sources)
    .filter((path) => !(path in named))
    .flatMap((path) => [...code(path).matchAll(word)].map(([name]) => `${path}: ${name}`));
  expect(found).toEqual([]);
});

test("every exception still needs to be one", () => {
  const word = new RegExp(
    [...names(), ...families].map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"),
    "i"
  );
  for (const path of Object.keys(named)) expect(code(path), path).toMatch(word);
});
