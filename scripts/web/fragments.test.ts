import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, expect, test} from "vitest";
import {withFragments} from "./fragments.js";

const folder = mkdtempSync(join(tmpdir(), "fragments-"));
afterAll(() => rmSync(folder, {recursive: true}));

function placed(file: string, html: string): string {
  mkdirSync(join(folder, "en"), {recursive: true});
  writeFileSync(join(folder, "en/block-a.html"), html);
  return withFragments(
    file,
    `<p>x</p><sweepbook-fragment data-file="en/block-a.html">words</sweepbook-fragment>`,
    folder
  );
}

test("a fragment takes the place that a page keeps for it", () => {
  expect(placed("index.html", "<b>$1 $&</b>")).toBe("<p>x</p><b>$1 $&</b>");
});

test.each([
  ["cost.html", "/results#t1", "./results.html#t1"],
  ["cost.html", "/", "./index.html"],
  ["zh/cost.html", "/zh/", "./index.html"],
  ["zh/cost.html", "/zh/claims?by=x", "./claims.html?by=x"],
  ["zh/runs/a.html", "/data/points.csv", "../../data/points.csv"],
  ["cost.html", "#here", "#here"]
])("on %s a link to %s becomes %s", (file, href, expected) => {
  expect(placed(file, `<a class="x" href="${href}">`)).toContain(`<a class="x" href="${expected}">`);
});

test("a link to another host opens beside the report, unless it says how", () => {
  expect(placed("a.html", `<a href="https://example.org/">`)).toContain(
    '<a target="_blank" rel="noopener noreferrer" href='
  );
  expect(placed("a.html", `<a href="https://example.org/" rel="external">`)).not.toContain("_blank");
});

test("a fragment that was not prepared is an error", () => {
  expect(() =>
    withFragments("a.html", `<sweepbook-fragment data-file="en/none.html"></sweepbook-fragment>`, folder)
  ).toThrow(/no such none/);
});
