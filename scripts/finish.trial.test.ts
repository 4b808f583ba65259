import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {finish} from "./finish.js";

let folder: string;
const at = (path: string): string => join(folder, path);

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(at(path)), {recursive: true});
    writeFileSync(at(path), text);
  }
}

const page = (body: string, head = "<title>T</title>"): string =>
  `<!DOCTYPE html>\n<html>\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">${head}</head><body>${body}</body></html>`;

const run = (over: Partial<Parameters<typeof finish>[0]> = {}): Promise<string[]> =>
  finish({root: at("src"), output: at("dist"), fragments: at("fragments"), offers: at("offers"), ...over});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "finish-"));
  mkdirSync(at("src"));
});
afterEach(() => rmSync(folder, {recursive: true}));

test("data and figures are published under their own names, and pages may link to them", async () => {
  write({
    "src/data/points.csv": "a\n1\n",
    "src/data/notes.ts": "",
    "src/figures/pareto.en.svg": "<svg/>",
    "dist/index.html": page(`<a href="./data/points.csv" data-download="points.csv"><a href="./figures/pareto.en.svg">`)
  });
  expect(await run()).toEqual([
    "1 pages, 2 links within them, 0 scripts: none broken",
    "links for readers to other hosts: none"
  ]);
  expect(readFileSync(at("dist/data/points.csv"), "utf8")).toBe("a\n1\n");
  expect(readFileSync(at("dist/index.html"), "utf8")).toContain('download="points.csv"');
  await expect(async () => readFileSync(at("dist/data/notes.ts"))).rejects.toThrow("ENOENT");
});

test("scripts of ours lose comments and times, and keep what they export", async () => {
  write({
    "dist/index.html": page(`<script type="module">import {a} from "./_import/a.0123.js"; a();</script>`),
    "dist/_import/a.0123.js": `// why\nexport function a() { return {"name":"x","lastModified":1700000000000,"size":3}; }\n`
  });
  await run();
  const code = readFileSync(at("dist/_import/a.0123.js"), "utf8");
  expect(code).not.toMatch(/why|lastModified/);
  expect(code).toMatch(/export\{\w+ as a\}/);
});

test("links for readers to other hosts are counted", async () => {
  write({
    "dist/index.html": page(`<a href="https://b.example/1"><a href="https://a.example/"><a href="https://b.example/2">`)
  });
  expect((await run())[1]).toBe("links for readers to other hosts: a.example 1, b.example 2");
});

test("every finding is told, with its page, and nothing is fit to publish with one", async () => {
  write({
    "dist/index.html": page(
      `<a href="./none"><i id="a"><i id="a"><script src="https://cdn.example/x.js"></script>`,
      ""
    ),
    "dist/_import/b.js": `import "htl";`
  });
  await expect(run()).rejects.toThrow(
    expect.objectContaining({
      exitCode: 1,
      message: [
        "the site is not fit to publish, 5 findings",
        "  index.html: loads from another host: https://cdn.example/x.js",
        "  index.html: page without a title",
        "  index.html: id given twice: a",
        "  index.html: link to no file: ./none",
        "  _import/b.js: unresolved import: htl"
      ].join("\n")
    })
  );
});

test("a page that names the folder of its build is refused", async () => {
  write({"dist/index.html": page(process.cwd() + "/src/index.md")});
  await expect(run()).rejects.toThrow("names a folder of this machine");
});

test("what identifies a machine is refused, unless its owner wants it read; a key always", async () => {
  write({"src/data/points.csv": "problem\ncannot reach 10.1.2.3\n", "dist/index.html": page("on orca")});
  const known = [{class: "host", value: "orca"}] as const;
  await expect(run({known})).rejects.toThrow(
    /2 findings\n {2}data\/points\.csv: .*\(ip\).*\n {2}index\.html: .*\(host\).*\n.*--keep-hosts/
  );
  write({"dist/index.html": page("on orca")});
  expect(await run({known, keepHosts: true})).toHaveLength(2);
  write({"dist/index.html": page("Bearer abcdefgh12345678")});
  await expect(run({known, keepHosts: true})).rejects.toThrow("(key)");
});
