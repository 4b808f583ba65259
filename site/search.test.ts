import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import {searchable, searchEntry} from "./search.js";

test("searchable lists every suffix of a run of Han characters, once", () => {
  expect(searchable("显存占用 显存").split(" ")).toEqual(["显存占用", "存占用", "占用", "用", "显存", "存"]);
});

test("searchable keeps Latin words and numbers whole", () => {
  expect(searchable("TTFT 为 128 毫秒")).toBe("TTFT 为 128 毫秒 秒");
});

test("searchEntry reads the title and drops front matter, fences, calls and tags", () => {
  const folder = mkdtempSync(join(tmpdir(), "search-"));
  try {
    const file = join(folder, "page.md");
    writeFileSync(file, "---\ntitle: 方法\n---\n\n# 方法\n\n```figure\nsecret\n```\n\n能耗 `hidden` <b>低</b>\n");
    const entry = searchEntry("/zh/method", file);
    expect(entry.path).toBe("/zh/method");
    expect(entry.title).toBe("方法");
    expect(entry.text).toBe("方法 法 能耗 耗 低");
  } finally {
    rmSync(folder, {recursive: true});
  }
});
