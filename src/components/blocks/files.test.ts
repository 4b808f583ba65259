import {JSDOM} from "jsdom";
import {expect, it} from "vitest";
import {realDataset} from "../../../loaders/testing/real.js";
import {tables} from "../../model/dataset.js";
import {files} from "./files.js";

it("lists every data file with its download, its size, its sha256 and every column", () => {
  const {document} = new JSDOM("").window;
  const known = Object.keys(tables).flatMap((name) => [
    {file: `${name}.arrow`, bytes: 143_394, sha256: `a-${name}`},
    {file: `${name}.csv`, bytes: 5_200, sha256: `c-${name}`}
  ]);
  const body = document.createElement("div");
  body.innerHTML = files.build({data: realDataset(), lang: "en", document, files: known}).source;
  const downloads = [...body.querySelectorAll("a[data-download]")].map((a) => a.getAttribute("href"));
  expect(downloads).toEqual(known.map(({file}) => `/data/${file}`));
  for (const {sha256} of known) expect(body.textContent).toContain(sha256);
  expect(body.textContent).toContain("143\u00a0kB");
  expect(body.textContent).toContain("5.2\u00a0kB");
  for (const [name, {columns}] of Object.entries(tables)) {
    const described = [...body.querySelectorAll(`#data-${name} dt code`)].map((code) => code.textContent);
    expect(described).toEqual(Object.keys(columns));
  }
});
