import {expect, test} from "vitest";
import {brokenImports, inlineScripts} from "./modules.js";

const files = new Set(["a.js", "sub/b.js", "_file/x.json"]);
const found = async (file: string, code: string): Promise<string[]> =>
  (await brokenImports([{file, code}], files)).map(({rule, value}) => `${rule}: ${value}`);

test("imports of files that exist pass, wherever the script stands", async () => {
  expect(await found("index.html", `import {a} from "./sub/b.js"; const m = () => import("./a.js");`)).toEqual([]);
  expect(await found("sub/b.js", `export * from "../a.js"; fetch(import.meta.resolve("../_file/x.json"))`)).toEqual([]);
});

test("bare imports, which the framework lets through, are found", async () => {
  expect(await found("index.html", `import {html} from "htl"; html;`)).toEqual(["unresolved import: htl"]);
  expect(await found("a.js", `await import("npm:d3")`)).toEqual(["unresolved import: npm:d3"]);
});

test("imports of no file are found, static, dynamic and resolved", async () => {
  expect(await found("a.js", `import "./c.js"; import("/a.js"); import.meta.resolve("./d.json")`)).toEqual([
    "import of no file: ./c.js",
    "import of no file: /a.js",
    "import of no file: ./d.json"
  ]);
});

test("code that does not parse is a finding", async () => {
  expect(await found("a.js", "const = 1")).toEqual([expect.stringContaining("does not parse")]);
});

test("inlineScripts takes scripts, not data and not files", () => {
  const html = `<script>1</script><script type="module">2</script><script type="application/json">{}</script><script src="./a.js"></script>`;
  expect(inlineScripts("x.html", html).map(({code}) => code)).toEqual(["1", "2"]);
});
