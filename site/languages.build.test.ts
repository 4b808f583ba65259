import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {JSDOM} from "jsdom";
import {expect, test} from "vitest";
import {builtPages} from "../scripts/web/pages.js";
import {tags} from "../scripts/web/tags.js";
import {pages, zh} from "./pages.js";

const built = await builtPages("dist");
const file = (path: string): string => `${path.endsWith("/") ? `${path}index` : path}.html`.slice(1);

/** What must be the same in both languages, sorted: figures, claims, and each number as data, not as written. */
function content(path: string): Record<string, string[]> {
  const found: Record<string, string[]> = {figures: [], claims: [], numbers: []};
  for (const {name, attributes} of tags(readFileSync(join("dist", path), "utf8"))) {
    if (attributes.has("data-figure")) found["figures"]!.push(attributes.get("data-figure")!);
    if (attributes.has("data-claim")) {
      found["claims"]!.push(`${attributes.get("data-claim")} ${attributes.get("data-verdict") ?? ""}`);
    }
    if (name === "data") found["numbers"]!.push(attributes.get("value") ?? "");
  }
  for (const list of Object.values(found)) list.sort();
  return found;
}

test.each(pages.flatMap(({path}) => [path, zh(path)]))("%s is built", (path) => {
  expect(existsSync(join("dist", file(path)))).toBe(true);
});

test("every page has its twin in the other language", () => {
  const english = built.filter((path) => !path.startsWith("zh/") && path !== "404.html");
  const chinese = built.filter((path) => path.startsWith("zh/")).map((path) => path.slice("zh/".length));
  expect(chinese).toEqual(english);
});

test("some page has figures, and some has numbers", () => {
  const all = built.map(content);
  expect(all.flatMap((page) => page["figures"]!).length).toBeGreaterThan(0);
  expect(all.flatMap((page) => page["numbers"]!).length).toBeGreaterThan(0);
});

test.each(built.filter((path) => path.startsWith("zh/")))(
  "%s shows the same figures, claims and numbers in both languages",
  (path) => {
    expect(content(path)).toEqual(content(path.slice("zh/".length)));
  }
);

/** What a Chinese page says, without code, scripts and what is marked as of another language. */
function chineseText(html: string): string[] {
  const {document} = new JSDOM(html).window;
  const main = document.querySelector("main")!;
  for (const other of main.querySelectorAll("script, style, pre, code, [lang]:not([lang|='zh'])")) other.remove();
  const texts = document.createTreeWalker(main, 4 /* texts */);
  const found: string[] = [];
  while (texts.nextNode() !== null) found.push(texts.currentNode.nodeValue ?? "");
  return found;
}

/** Half-width punctuation at a Chinese character. */
const halfWidth = /.{0,20}\p{sc=Han}[:;,?!].{0,20}|.{0,20}[;,?!]\p{sc=Han}.{0,20}/gu;

test.each(built.filter((path) => path.startsWith("zh/")))("%s punctuates Chinese as Chinese", (path) => {
  const html = readFileSync(join("dist", path), "utf8");
  // A whole document takes a second to make: only where the texts between tags, of any language, give a reason.
  if (html.replace(/<(script|style|pre|code)\b.*?<\/\1>|<[^>]*>/gs, "\n").match(halfWidth) === null) return;
  expect(chineseText(html).flatMap((line) => line.match(halfWidth) ?? [])).toEqual([]);
});
