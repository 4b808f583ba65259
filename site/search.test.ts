import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import {proseOf, searchable, searchEntry} from "./search.js";

test("searchable lists every suffix of a run of Han characters, once", () => {
  expect(searchable("显存占用 显存").split(" ")).toEqual(["显存占用", "存占用", "占用", "用", "显存", "存"]);
});

test("searchable keeps Latin words and numbers whole", () => {
  expect(searchable("TTFT 为 128 毫秒")).toBe("TTFT 为 128 毫秒 秒");
});

test("searchEntry reads the title and drops front matter, code, calls and tags, and follows calls of figures", () => {
  const folder = mkdtempSync(join(tmpdir(), "search-"));
  try {
    for (const lang of ["en", "zh"]) {
      mkdirSync(join(folder, lang));
      writeFileSync(join(folder, lang, "figure-cost.html"), "<figure><p>价格</p><svg><text>画</text></svg></figure>");
    }
    const source =
      "---\ntitle: 方法\n---\n\n# 方法\n\n```figure\ncost\n```\n\n```js\nsecret\n```\n\n能耗 `hidden` <b>低</b>\n";
    const entry = searchEntry({path: "/zh/method", lang: "zh", source}, folder);
    expect(entry.path).toBe("/zh/method");
    expect(entry.title).toBe("方法");
    expect(entry.text).toBe("方法 法 价格 格 能耗 耗 低");
    expect(searchEntry({path: "/method", lang: "en", source}, folder).text).toBe("方法 价格 能耗 hidden 低");
  } finally {
    rmSync(folder, {recursive: true});
  }
});

test("proseOf leaves nothing that a page would run", () => {
  expect(proseOf("<p>costs <b>${price}</b> `x`</p><table><td>1</td></table>")).toBe("costs price x");
});
