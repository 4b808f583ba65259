import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {loadRunRecords} from "../loaders/run-record.js";
import {runsFolder} from "../loaders/runs.js";
import {runSlug} from "../src/model/run-record.js";

const records = loadRunRecords(runsFolder("."));
const read = (path: string): string => readFileSync(join("dist", path), "utf8");

test("there are runs to look at", () => {
  expect(records.length).toBeGreaterThan(0);
});

test.each(["", "zh/"])("the index in %j links to the page of every run", (lang) => {
  const index = read(`${lang}runs.html`);
  for (const {run} of records) expect(index).toContain(`href="./runs/${runSlug(run)}.html"`);
});

test.each(records.flatMap((record) => ["", "zh/"].map((lang) => ({record, lang, run: record.run}))))(
  "$lang$run has its points, its files by hash, its commands, and figures with files",
  ({record, lang}) => {
    const page = read(`${lang}runs/${runSlug(record.run)}.html`);
    for (const {point, repeat} of record.points)
      expect(page).toContain(`${record.kind}/${record.run}/${point}#${repeat}`);
    for (const {sha256, stored_sha256} of record.files) {
      expect(page).toContain(sha256);
      expect(page).toContain(stored_sha256);
    }
    for (const {command} of record.servers) if (command !== null) expect(page).toContain(command[0]);
    const figures = [...page.matchAll(/data-figure="([^"]+)"/g)].map(([, id]) => id!);
    expect(figures).toContain("sweep");
    expect(new Set(figures).size).toBe(figures.length);
    for (const id of figures)
      expect(existsSync(join("dist/figures/runs", runSlug(record.run), `${id}.arrow`)), id).toBe(true);
  }
);
