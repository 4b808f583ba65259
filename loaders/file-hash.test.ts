import {appendFileSync, utimesSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {fileHash} from "./file-hash.js";
import {sha256} from "./sha256.js";
import {temporaryFolder} from "./testing/run-folder.js";

const later = (): number => Date.now() + 10_000;

test("a file that was not touched keeps the hash that is known, and only then", () => {
  const path = join(temporaryFolder(), "a");
  writeFileSync(path, "first");
  const first = fileHash(path, undefined, later());
  expect(first.sha256).toBe(sha256(Buffer.from("first")));
  const told = {...first, sha256: "as known"};
  expect(fileHash(path, told)).toBe(told);
  appendFileSync(path, "!");
  expect(fileHash(path, told).sha256).toBe(sha256(Buffer.from("first!")));
  // The same length and the same time of writing: the time of the change tells.
  writeFileSync(path, "other");
  utimesSync(path, new Date(0), new Date(0));
  expect(fileHash(path, told).sha256).toBe(sha256(Buffer.from("other")));
});

test("what was touched just now is hashed again next time", () => {
  const path = join(temporaryFolder(), "a");
  writeFileSync(path, "x");
  const known = fileHash(path, undefined);
  expect(known.stamp).toBe("");
  expect(fileHash(path, {...known, sha256: "wrong"}).sha256).toBe(sha256(Buffer.from("x")));
});
