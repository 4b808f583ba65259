import {mkdirSync, readdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {execa} from "execa";
import {expect, test} from "vitest";
import {seedResult} from "../loaders/testing/real.js";
import {temporaryFolder} from "../loaders/testing/run-folder.js";
import {scriptCommand} from "./programs.js";

const [file, ...start] = scriptCommand("ingest");

function place(files: Record<string, string>) {
  const base = temporaryFolder();
  const source = join(base, "results");
  const runs = join(base, "runs");
  mkdirSync(source);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(source, name), text);
  const ingest = (...args: string[]) =>
    execa(file, [...start, source, ...args], {
      reject: false,
      env: {SWEEPBOOK_RUNS: runs}
    });
  return {source, runs, ingest};
}

test("ingest says what it took; a failed point is a finding", async () => {
  const {source, runs, ingest} = place({"a.json": seedResult(), "b.json": seedResult().slice(0, 3000)});
  const {exitCode, stdout} = await ingest("--name", "trial", "--json");
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    run: "trial",
    n_points: 2,
    n_failed: 1,
    problems: [expect.stringMatching(/^measured\/trial\/b#1: b\.json\.gz: the JSON is cut off: "[^;]*"$/)]
  });
  expect(readdirSync(join(runs, "trial")).sort()).toEqual(["a.json.gz", "b.json.gz", "manifest.json"]);
  expect(readdirSync(source).sort()).toEqual(["a.json", "b.json"]);
});

test("ingest of nothing, or with a wrong option, writes nothing and names the value", async () => {
  const {runs, ingest} = place({});
  const [empty, name, gpu, kind] = await Promise.all([
    ingest("--name", "trial"),
    ingest("--name", "../x"),
    ingest("--name", "trial", "--gpu", "h900"),
    ingest("--name", "trial", "--kind", "guessed")
  ]);
  expect([empty, name, gpu, kind].map(({exitCode}) => exitCode)).toEqual([2, 2, 2, 2]);
  expect(empty.stderr).toContain("no file is a result of");
  expect(name.stderr).toContain(
    "invalid --name: must start with a letter or digit and hold only letters, digits, '.', '_' and '-': \"../x\""
  );
  expect(gpu.stderr).toMatch(/no such GPU in data\/hardware\.yaml: "h900"; known: .*h100-80gb-sxm/);
  expect(kind.stderr).toContain('invalid --kind; not one of measured, imported: "guessed"');
  expect(() => readdirSync(runs)).toThrow("ENOENT");
});
