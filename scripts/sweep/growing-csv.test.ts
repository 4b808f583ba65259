import {appendFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import {GrowingCsv} from "./growing-csv.js";

test("each whole line is taken once, with the header, also by a later process", () => {
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-csv-"));
  const path = join(folder, "t.csv");
  const piece = (n: number) => join(folder, `${n}.csv`);
  expect(new GrowingCsv(path).cut(piece(0))).toBe(false);
  writeFileSync(path, "time, power\n");
  expect(new GrowingCsv(path).cut(piece(0))).toBe(false);
  appendFileSync(path, "1, 100\n2, 1");
  expect(new GrowingCsv(path).cut(piece(1))).toBe(true);
  appendFileSync(path, "10\n3, 120\n");
  expect(new GrowingCsv(path).cut(piece(2))).toBe(true);
  expect(new GrowingCsv(path).cut(piece(3))).toBe(false);
  expect(readFileSync(piece(1), "utf8")).toBe("time, power\n1, 100\n");
  expect(readFileSync(piece(2), "utf8")).toBe("time, power\n2, 110\n3, 120\n");
  expect(existsSync(piece(3))).toBe(false);
});
