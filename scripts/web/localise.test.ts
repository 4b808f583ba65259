import {runInNewContext} from "node:vm";
import {expect, test} from "vitest";
import {localised, localisedClient, localisedSearch, sidebarStyle, withoutTimes} from "./localise.js";

const sidebar = (
  home: string
): string => `<input id="observablehq-sidebar-toggle" type="checkbox" title="Toggle sidebar">
<label id="observablehq-sidebar-backdrop" for="observablehq-sidebar-toggle"></label>
<nav id="observablehq-sidebar">
  <ol>
    <label id="observablehq-sidebar-close" for="observablehq-sidebar-toggle"></label>
    <li class="observablehq-link"><a href="${home}">Sweepbook</a></li>
  </ol>
  <div id="observablehq-search"><input type="search" placeholder="Search"></div>
  <section class="observablehq-section-active">
    <summary>English</summary>
    <ol>
    <li class="observablehq-link"><a href="./cost.html">Cost</a></li>
    </ol>
  </section>
  <section>
    <summary>中文</summary>
    <ol>
    <li class="observablehq-link"><a href="./zh/cost.html">成本</a></li>
    </ol>
  </section>
</nav>`;
const page = (body: string): string =>
  `<!DOCTYPE html>\n<html>\n<meta name="viewport" content="width=device-width, initial-scale=1, maximum-scale=1">\n<body>${body}`;

test("a page says its language and lets its reader zoom", () => {
  expect(localised("cost.html", page(""))).toContain('<html lang="en">');
  expect(localised("zh/cost.html", page(""))).toContain('<html lang="zh-CN">');
  expect(localised("cost.html", page(""))).toContain('initial-scale=1">');
});

test("the sidebar keeps the page's own language", () => {
  const en = localised("cost.html", page(sidebar("./index.html")));
  expect(en).toContain(">Cost</a>");
  expect(en).not.toContain("成本");
  expect(en).not.toContain("<summary>");
  const zh = localised("zh/cost.html", page(sidebar("../index.html")));
  expect(zh).toContain(">成本</a>");
  expect(zh).not.toContain(">Cost</a>");
  expect(zh).toContain('aria-label="页面"');
  expect(zh).toContain('placeholder="搜索" aria-label="搜索"');
});

test("the home link leads to the home of the page's language", () => {
  const home = (file: string, href: string): string | undefined =>
    /<a href="([^"]*)">Sweepbook/.exec(localised(file, page(sidebar(href))))?.[1];
  expect(home("cost.html", "./index.html")).toBe("./index.html");
  expect(home("zh/cost.html", "../index.html")).toBe("./index.html");
  expect(home("zh/runs/a.html", "../../index.html")).toBe("../index.html");
});

test("the table of contents has a name, and goes when it is empty", () => {
  const toc = (items: string): string =>
    `<aside id="observablehq-toc" data-selector="h2">\n<nav>${items}\n</nav>\n</aside>\n<main>`;
  const full = localised("zh/a.html", page(toc("\n<div>Contents</div>\n<ol></ol>")));
  expect(full).toContain('<nav aria-label="目录">\n<div>目录</div>');
  const own = localised("zh/a.html", page(toc("\n<div>本页</div>\n<ol></ol>")));
  expect(own).toContain('<nav aria-label="本页">\n<div>本页</div>');
  expect(localised("a.html", page(toc("")))).not.toContain("observablehq-toc");
});

test("files to download are named, and no time of writing is left", () => {
  const html = localised("a.html", page(`<a href="./data/a.csv" data-download="a.csv">`));
  expect(html).toContain('<a href="./data/a.csv" download="a.csv">');
  expect(withoutTimes(`{"name":"a","lastModified":1764000000000.5,"size":3}`)).toBe(`{"name":"a","size":3}`);
});

test("code that may scroll takes the focus", () => {
  expect(localised("a.html", page('<pre data-language="sql">'))).toContain('<pre tabindex="0" data-language="sql">');
});

test("a changed framework is an error, not a page half done", () => {
  expect(() => localised("a.html", "<html lang='x'>")).toThrow("the framework's output has changed");
  expect(() => localisedSearch("search()")).toThrow("the framework's output has changed");
});

test("search finds pages of the page's language", () => {
  const client =
    'x(H,{boost:{title:4,keywords:4}});r.length===0?"<div>no results</div>":`<div>${r.length.toLocaleString("en-US")} result${r.length===1?"":"s"}</div>`';
  const code = localisedSearch(client);
  expect(code).toContain('filter:d=>d.id.startsWith("/zh/")===document.documentElement.lang.startsWith("zh")');
  expect(code).toContain("没有结果");
  expect(code).toContain('r.length+" 条结果":r.length+(r.length===1?" result":" results")');
});

test("the sidebar's toggle stands in a landmark, and its rules still hold", () => {
  const en = localised("cost.html", page(sidebar("./index.html")));
  expect(en).toMatch(/<div role="region" aria-label="Toggle sidebar"><input id="observablehq-sidebar-toggle"/);
  expect(en).toMatch(/<li [^>]*><label id="observablehq-sidebar-close"[^>]*><\/label><\/li>/);
  expect(
    sidebarStyle("#observablehq-sidebar-toggle:checked~#a,#observablehq-sidebar-toggle:indeterminate ~ #a{}")
  ).toBe("body:has(#observablehq-sidebar-toggle:checked) #a,body:has(#observablehq-sidebar-toggle:indeterminate) #a{}");
});

test("the client speaks the page's language", () => {
  const client = 'const r=`Toggle sidebar ${k}`;B.innerHTML=\'<button title="Copy code" class="c"></button>\'';
  const spoken = (lang: string): unknown =>
    runInNewContext(`${localisedClient(client)};[r, B.innerHTML].join()`, {
      document: {documentElement: {lang}},
      k: "Alt-B",
      B: {}
    });
  expect(spoken("en")).toBe('Toggle sidebar Alt-B,<button title="Copy code" class="c"></button>');
  expect(spoken("zh-CN")).toBe('显示或隐藏侧栏 Alt-B,<button title="复制代码" class="c"></button>');
});
