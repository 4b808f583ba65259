import {expect, test} from "vitest";
import {hostsOfCode, hostsOfPage} from "./hosts.js";

const refused = (html: string): string[] => hostsOfPage("x.html", html).findings.map(({value}) => value);

test.each([
  [`<script src="https://cdn.example/x.js"></script>`],
  [`<link rel="stylesheet" href="//cdn.example/x.css">`],
  [`<link rel="preconnect" href="https://fonts.example">`],
  [`<img srcset="./a.png 1x, https://cdn.example/b.png 2x">`],
  [`<p style="background: url('https://cdn.example/x.png')">`],
  [`<use xlink:href="https://cdn.example/x.svg#a"></use>`],
  [`<form action="https://cdn.example/">`],
  [`<meta http-equiv="refresh" content="0; url=https://cdn.example/">`],
  [`<script type="module">fetch("https://cdn.example/x")</script>`],
  [`<script type="module">import("//cdn.example/x")</script>`],
  [`<style>@import "https://cdn.example/x.css"</style>`]
])("a page that loads from another host is refused: %s", (html) => {
  expect(refused(html)).toHaveLength(1);
});

test("links for readers are listed, not refused", () => {
  const {findings, links} = hostsOfPage(
    "x.html",
    `<a href="https://example.org/paper">paper</a> text https://example.org`
  );
  expect(findings).toEqual([]);
  expect(links).toEqual(["https://example.org/paper"]);
});

test.each([
  [`<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"></use></svg>`],
  [`<link rel="icon" href="data:,">`],
  [`<img src="./a.png"><a href="./results.html#x">x</a>`],
  [`<link rel="canonical" href="https://report.example/">`]
])("what stays here passes: %s", (html) => {
  expect(refused(html)).toEqual([]);
});

test("code names no host but vocabularies", () => {
  expect(hostsOfCode("x.js", `e("http://www.w3.org/2000/svg"); a // b`)).toEqual([]);
  expect(hostsOfCode("x.js", `const at = "wss://x.example/socket"`)).toHaveLength(1);
  expect(hostsOfCode("x.css", `a{background:url(//x.example/a.png)}`)).toHaveLength(1);
});
