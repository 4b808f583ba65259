import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import MarkdownIt from "markdown-it";
import {afterAll, beforeAll, expect, it} from "vitest";
import {realDataset} from "../loaders/testing/real.js";
import {sweepbookMarkdown} from "./markdown.js";

let folder: string;
let md: MarkdownIt;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sweepbook-"));
  for (const lang of ["en", "zh"]) {
    mkdirSync(join(folder, lang));
    writeFileSync(join(folder, lang, "figure-pareto.html"), `<figure lang="${lang}"></figure>`);
  }
  const data = realDataset();
  md = sweepbookMarkdown(new MarkdownIt({html: true}), {
    fragments: folder,
    dataset: () => data,
    studies: () => studies
  });
});

afterAll(() => rmSync(folder, {recursive: true}));

const on = {name: "s", title: {en: "S"}, question: {en: "?"}, source: "data/s"};
let studies: (typeof on | (Omit<typeof on, "source"> & {source: null}))[] = [on];

const render = (source: string, path = "/results"): string => md.render(source, {path});

it("puts a figure where its name stands, in the page's language", () => {
  expect(render("```figure\npareto\n```")).toBe('<figure lang="en"></figure>');
  expect(render("```figure\npareto\n```", "/zh/results")).toBe('<figure lang="zh"></figure>');
});

it("prints numbers of rows inside a line", () => {
  const source = render("At {{tpot_ms @ published/3.1/4090d-x1/fp16}}.");
  expect(source).toMatch(/<data [^>]*value="48"[^>]*>48\u00a0ms<\/data>\./);
});

it("stops at a name that does not exist, and offers the nearest", () => {
  expect(() => render("```figure\nparetto\n```")).toThrow(/no such figure: "paretto"; nearest is pareto/);
});

it("refuses a call without a row", () => {
  expect(() => render("So {{answer}}.")).toThrow(/not a call of a number: "{{answer}}"; write {{column @ row}}/);
});

it("leaves code fences and single braces alone", () => {
  expect(render("```js\n{{a}}\n```\n\n{a}")).toContain("{{a}}");
});

it("leaves out what speaks of a source that no study examines, and pages of studies that are off", () => {
  const page = "before\n\n<!-- source -->\n\n{{nothing @ nowhere}}\n\n<!-- /source -->\n\nafter";
  expect(render("<!-- source -->\n\nsaid\n\n<!-- /source -->\n\nafter", "/audit")).toBe("<p>said</p>\n<p>after</p>\n");
  studies = [{...on, name: "own", source: null}];
  try {
    expect(render(page, "/audit")).toBe("<p>before</p>\n<p>after</p>\n");
    for (const path of ["/cost", "/zh/cost", "/index", "/zh/index", "/studies/s", "/zh/studies/s"])
      expect(render("{{nothing @ nowhere}}", path), path).toBe("");
    expect(render("kept", "/zh/studies/own")).toBe("<p>kept</p>\n");
  } finally {
    studies = [on];
  }
});
