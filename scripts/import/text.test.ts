import {expect, test} from "vitest";
import {point} from "../../src/model/claims/fixtures/article-dataset.js";
import {importText} from "./text.js";

test("says what the files leave open and which option says it; a failed point asks for nothing", () => {
  const row = (over: Parameters<typeof point>[0]) => point({kind: "imported", run: "t", ...over});
  const rows = [row({precision: null}), row({precision: null, gpu: null}), row({status: "failed", model: null})];
  const lines = importText({rows, files: []}).split("\n");
  expect(lines.filter((line) => line.startsWith("open"))).toEqual([
    "open     1 point names no GPU: --gpu says it",
    "open     2 points name no precision: --precision says it"
  ]);
  expect(importText({rows: [row({})], files: []})).not.toContain("open");
});
