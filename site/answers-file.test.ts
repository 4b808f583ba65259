import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {AnswersFile} from "./answers-file.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "answers-"));
});
afterEach(() => rmSync(folder, {recursive: true}));

test("answers outlive the process, those that nobody asked for again do not", () => {
  const path = join(folder, "deep/answers.json");
  const first = new AnswersFile(path, "v1");
  first.set("one", "1");
  first.set("two", "2");
  first.write();
  const second = new AnswersFile(path, "v1");
  expect([second.get("one"), second.get("three")]).toEqual(["1", undefined]);
  second.write();
  const third = new AnswersFile(path, "v1");
  expect([third.get("one"), third.get("two")]).toEqual(["1", undefined]);
});

test("answers of other code, and a damaged file, count for nothing", () => {
  const path = join(folder, "answers.json");
  const first = new AnswersFile(path, "v1");
  first.set("one", "1");
  first.write();
  expect(new AnswersFile(path, "v2").get("one")).toBeUndefined();
  writeFileSync(path, readFileSync(path, "utf8").slice(0, -9));
  expect(new AnswersFile(path, "v1").get("one")).toBeUndefined();
});
