import {expect, test} from "vitest";
import {brokenLinks, pageLinks} from "./links.js";

const site = (pages: Record<string, string>, files: readonly string[] = []): string[] => {
  const found = brokenLinks(
    Object.entries(pages).map(([file, html]) => pageLinks(file, html)),
    new Set([...Object.keys(pages), ...files])
  );
  return found.map(({file, rule, value}) => `${file}: ${rule}: ${value}`);
};

test("a link may name a file, a page without extension, a folder, or an anchor in any of them", () => {
  expect(
    site(
      {
        "index.html": `<h2 id="top"><a href="#top">x</a><a href="./results#t1">x</a><a href="./zh/">x</a><a href="./data/a.csv">x</a>`,
        "results.html": `<table id="t1"><a href="./index.html#top">x</a><a href="./?slo=1">x</a>`,
        "zh/index.html": `<a href="../results.html">x</a><a href="https://example.org/">x</a>`
      },
      ["data/a.csv"]
    )
  ).toEqual([]);
});

test("a link to no file, to no anchor and out of the site is broken", () => {
  expect(
    site({"index.html": `<a href="./none">x</a><a href="#none">x</a><a href="../up">x</a><img src="/root.png">`})
  ).toEqual([
    "index.html: link to no file: ./none",
    "index.html: link to no anchor: #none",
    "index.html: link to no file: ../up",
    "index.html: link to no file: /root.png"
  ]);
});

test("an anchor in Chinese matches its encoded form", () => {
  expect(site({"index.html": `<h2 id="章节"><a href="#%E7%AB%A0%E8%8A%82">x</a>`})).toEqual([]);
});

test("ids given twice and references to nothing are found", () => {
  expect(
    site({"index.html": `<b id="a"><i id="a"><p aria-labelledby="a b"><rect fill="url(#hatch)"><use href="#sym">`})
  ).toEqual([
    "index.html: id given twice: a",
    "index.html: reference to no element: b",
    "index.html: reference to no element: hatch",
    "index.html: reference to no element: sym"
  ]);
});
