import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {tableFromIPC} from "apache-arrow";
import {afterEach, beforeEach, expect, test} from "vitest";
import {number, table} from "../src/model/table.js";
import {drawnScope, keepRows, type Drawing} from "./scope-cache.js";

let folder: string;
let drawn: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "scopes-"));
  drawn = 0;
});
afterEach(() => rmSync(folder, {recursive: true}));

const declared = table("f", {en: "F", zh: "图"}, {x: number("x", "x")});

/** Draws a scope into a folder of its own. */
function draw(scope: string, what: unknown, to: string, inputs = {}): Drawing {
  const at = join(folder, to);
  const into = {en: join(at, "en"), zh: join(at, "zh"), figures: join(at, "figures")};
  const act = (drawing: Drawing): void => {
    drawn += 1;
    writeFileSync(join(drawing.en, "figure-f.html"), JSON.stringify(what));
    keepRows(drawing, "f", {declared, rows: [{x: 1.5}]});
  };
  drawnScope(scope, what, into, inputs, act, join(folder, "cache"));
  return into;
}

test("the same scope is drawn once; other data draw it anew, and what was drawn before goes", () => {
  draw("runs/a/", {points: 1}, "one");
  const again = draw("runs/a/", {points: 1}, "two");
  expect(drawn).toBe(1);
  expect(readFileSync(join(again.en, "figure-f.html"), "utf8")).toBe('{"points":1}');
  draw("runs/b/", {points: 1}, "three");
  draw("runs/a/", {points: 2}, "four");
  expect(drawn).toBe(3);
  expect(readdirSync(join(folder, "cache"))).toHaveLength(2);
});

test("files name the tables of today, though the drawing is kept", () => {
  const of = (to: string, inputs: object): Map<string, string> => {
    const {figures} = draw("runs/a/", {points: 1}, to, inputs);
    expect(readdirSync(figures)).toEqual(["f.arrow", "f.csv"]);
    return tableFromIPC(readFileSync(join(figures, "f.arrow"))).schema.metadata;
  };
  expect(of("one", {"data/points.arrow": "a"}).get("inputs_sha256")).toBe('{"data/points.arrow":"a"}');
  expect(of("two", {"data/points.arrow": "b"}).get("inputs_sha256")).toBe('{"data/points.arrow":"b"}');
  expect(drawn).toBe(1);
});

test("what was drawn is not changed by who changes its copy", () => {
  const {en} = draw("runs/a/", {points: 1}, "one");
  writeFileSync(join(en, "figure-f.html"), "spoilt");
  expect(readFileSync(join(draw("runs/a/", {points: 1}, "two").en, "figure-f.html"), "utf8")).toBe('{"points":1}');
});
