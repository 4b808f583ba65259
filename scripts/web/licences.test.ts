import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, expect, test} from "vitest";
import {licenceNotices, ofFramework, packagesOf, shipped} from "./licences.js";

const folder = mkdtempSync(join(tmpdir(), "licences-"));
afterAll(() => rmSync(folder, {recursive: true}));

function place(name: string, license: unknown, text?: string): string {
  const path = join(folder, "node_modules", name);
  mkdirSync(path, {recursive: true});
  writeFileSync(join(path, "package.json"), JSON.stringify({name, version: "1.0.0", license}));
  if (text !== undefined) writeFileSync(join(path, "LICENSE.md"), text);
  return path;
}

test("each package with its licence, and each text once", () => {
  const notices = licenceNotices([place("b", "ISC", "same\r\n"), place("@x/a", "ISC", "same"), place("c", "MIT")]);
  expect(notices).toContain("@x/a@1.0.0  ISC\nb@1.0.0  ISC\nc@1.0.0  MIT");
  expect(notices.match(/^same$/gm)).toHaveLength(1);
  expect(notices).toContain("@x/a@1.0.0, b@1.0.0\n\nsame");
  expect(notices).toContain("MIT; the package carries no text of it.");
});

test.each(["GPL-3.0", "UNLICENSED", undefined])("a licence of %s is refused with the package's name", (license) => {
  expect(() => licenceNotices([place("d", license)])).toThrow("d@1.0.0");
});

test("packages are those of whose files something is left in the bundle", () => {
  const input = (bytesInOutput: number) => ({bytesInOutput});
  const inputs = {
    "node_modules/@x/a/src/index.js": input(9),
    "node_modules/b/node_modules/c/index.js": input(1),
    "node_modules/unused/index.js": input(0),
    "src/components/own.ts": input(5)
  };
  const outputs = {"a.js": {bytes: 1, inputs, imports: [], exports: []}};
  expect(packagesOf({outputs})).toEqual(["node_modules/@x/a", "node_modules/b/node_modules/c"]);
});

test("a library that no page loads is not shipped", () => {
  mkdirSync(join(folder, "dist/_node/d3@7"), {recursive: true});
  const libraries = new Map([
    ["d3@7", ["node_modules/d3"]],
    ["htl@1", ["node_modules/htl"]]
  ]);
  expect(shipped(join(folder, "dist"), libraries)).toEqual(["node_modules/d3"]);
});

test("the framework's packages are installed and may be handed on", () => {
  expect(licenceNotices(ofFramework)).toContain("@observablehq/framework@");
});
