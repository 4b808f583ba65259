import {JSDOM} from "jsdom";
import {beforeAll, expect, test} from "vitest";
import {loadForeign} from "../../../loaders/foreign.js";
import {realDataset} from "../../../loaders/testing/real.js";
import type {ImportedSet} from "../../model/interchange/import-set.js";
import {importedHtml} from "./imported-html.js";

let set: ImportedSet;
beforeAll(async () => {
  set = await loadForeign(["src/model/interchange/fixtures"], {run: "yours"});
});
const shown = (lang: "en" | "zh", given: ImportedSet = set): Document => {
  const {document} = new JSDOM("").window;
  const measured = realDataset().points.filter(({kind}) => kind === "measured");
  document.body.innerHTML = importedHtml(given, measured, {lang, document}).source;
  return document;
};

test("imported points stand beside measured ones in charts and table, marked as imported", () => {
  const document = shown("en");
  expect(document.querySelectorAll("figure svg")).toHaveLength(2);
  expect([...document.querySelectorAll("figure .kind")].map((each) => each.textContent)).toContain("imported");
  const rows = document.querySelectorAll("tr.kind-imported");
  expect(rows.length).toBeGreaterThanOrEqual(set.rows.length);
  expect(document.body.textContent).toContain("for orientation only, not like for like");
});

test("a number that is defined otherwise carries a dagger with the reason; one that is not carries none", () => {
  const document = shown("en");
  const row = [...document.querySelectorAll("div > table tr.kind-imported")].find(
    (each) =>
      each.textContent.includes("imported/yours/inference-perf-i256-o64-c4#1") && each.querySelector("abbr") !== null
  )!;
  const marked = [...row.querySelectorAll("abbr.differs")].map((each) => each.getAttribute("title")!);
  expect(marked.join()).toContain("mean gap between chunks");
  const ttft = row.querySelector("td:nth-child(9)")!;
  expect(ttft.querySelector("abbr")).toBeNull();
  expect(row.querySelector("td:nth-child(10)")!.textContent).toBe("n too small");
});

test("damaged files are told outside the drawer, in both languages", () => {
  const damaged: ImportedSet = {
    rows: [],
    files: [{path: "a", status: "damaged", format: null, n_points: 0, note: null, problem: "a.json: cut <off>"}]
  };
  expect(shown("en", damaged).querySelector("li.damaged")!.textContent).toBe("damaged a.json: cut <off>");
  expect(shown("zh", damaged).querySelector("li.damaged")!.textContent).toBe("损坏 a.json: cut <off>");
});
