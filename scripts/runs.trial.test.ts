import {appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {execa} from "execa";
import {expect, test} from "vitest";
import {packed} from "../loaders/encoding.js";
import {readManifest} from "../loaders/manifest-file.js";
import {loadRun} from "../loaders/run.js";
import {sha256} from "../loaders/sha256.js";
import {readStored} from "../loaders/store.js";
import {seedResult, realRuns} from "../loaders/testing/real.js";
import {asVersion1, temporaryFolder, writeTestRun} from "../loaders/testing/run-folder.js";
import {scriptCommand} from "./programs.js";
import {storedBytes} from "./runs/stored.js";

const rehearsed = "h100-llama-3.1-8b";
const small = [{path: "p.json", role: "result" as const, text: seedResult(), point: "p"}];

const [file, ...start] = scriptCommand("runs");

function place() {
  const runs = join(temporaryFolder(), "runs");
  mkdirSync(runs);
  const command = (...args: string[]) =>
    execa(file, [...start, ...args], {
      reject: false,
      env: {SWEEPBOOK_RUNS: runs},
      stdin: "ignore"
    });
  return {runs, command};
}

/** Puts a committed run among others, with its smaller points alone, its files in gzip as a sweep leaves them. */
function copySmallPoints(runs: string, run: string): void {
  const {manifest} = readManifest(realRuns, run);
  const small = ({point}: {point: string | null}): boolean => point === null || /-c(?:1|4|8)$/.test(point);
  mkdirSync(join(runs, run));
  const files = manifest.files.filter(small).map((file) => {
    const bytes = packed(readStored(join(realRuns, run), file), "gzip");
    const path = file.path.replace(/br$/, "gz");
    writeFileSync(join(runs, run, path), bytes);
    return {
      ...file,
      path,
      encoding: "gzip" as const,
      stored_bytes: bytes.byteLength,
      stored_sha256: sha256(bytes)
    };
  });
  const kept = {...manifest, files, points: manifest.points.filter(small)};
  writeFileSync(join(runs, run, "manifest.json"), JSON.stringify(kept));
}

test("pack makes a real run smaller and changes no number; check and list agree", async () => {
  const {runs, command} = place();
  copySmallPoints(runs, rehearsed);
  const before = loadRun(runs, rehearsed, []);
  expect(before.points.length).toBeGreaterThan(1);
  const {stdout, exitCode} = await command("pack", "--json");
  expect(exitCode).toBe(0);
  const [done] = JSON.parse(stdout) as {before: number; after: number}[];
  expect(done!.after).toBeLessThan(done!.before);
  const plain = (rows: readonly object[]): unknown[] => rows.map((row) => ({...row, file: "", sha256: ""}));
  const after = loadRun(runs, rehearsed, []);
  expect(plain(after.points)).toEqual(plain(before.points));
  expect(after.requests).toEqual(before.requests);
  expect(after.telemetry).toEqual(before.telemetry);
  expect(after.servers).toEqual(before.servers);
  const {exitCode: checked, stdout: said} = await command("check");
  expect({checked, said}).toEqual({checked: 0, said: "1 runs checked, all as stored"});
  const again = await command("pack");
  expect(again.stdout).toMatch(/nothing to gain$/);
});

test("pack --round halves a run again, says so, moves no number by more than it says, and finds no contradiction", async () => {
  const {runs, command} = place();
  copySmallPoints(runs, rehearsed);
  const before = loadRun(runs, rehearsed, []);
  await command("pack");
  const whole = storedBytes(readManifest(runs, rehearsed).manifest);
  expect((await command("pack", "--round", "100")).stderr).toContain("name the runs");
  expect((await command("pack", rehearsed, "--round", "7")).stderr).toContain("not a resolution in ns");
  expect((await command("pack", rehearsed, "--round", "100")).exitCode).toBe(0);
  const {manifest} = readManifest(runs, rehearsed);
  expect(storedBytes(manifest)).toBeLessThan(0.7 * whole);
  expect(manifest.files.filter(({role}) => role === "result").map(({rounded_ns}) => rounded_ns)).toEqual(
    before.points.map(() => 100)
  );
  const after = loadRun(runs, rehearsed, []);
  for (const [i, point] of after.points.entries()) {
    expect(point.problems).toBe(before.points[i]!.problems);
    expect(Math.abs(point.tpot_p50_ms! - before.points[i]!.tpot_p50_ms!)).toBeLessThan(1e-4);
    expect(Math.abs(point.ttft_p50_ms! - before.points[i]!.ttft_p50_ms!)).toBeLessThan(1e-4);
  }
  expect((await command("check")).stdout).toBe("1 runs checked, all as stored");
});

test("merge takes runs in, knows a copy under another name, and refuses a name that is taken or a changed file", async () => {
  const {runs, command} = place();
  const theirs = join(temporaryFolder(), "theirs");
  writeTestRun(theirs, "one", small, [{point: "p"}]);
  writeTestRun(theirs, "two", [{...small[0]!, text: `${seedResult()} `}], [{point: "p"}]);
  expect((await command("merge", theirs)).stdout).toBe("one: taken in\ntwo: taken in");
  expect((await command("merge", join(theirs, "one"), "--as", "copy")).stdout).toBe(
    "one: known already: its results are those of one"
  );
  writeTestRun(theirs, "one", [{...small[0]!, text: `${seedResult()}  `}], [{point: "p"}]);
  appendFileSync(join(theirs, "two/p.json.gz"), "x");
  rmSync(join(runs, "two"), {recursive: true});
  const {stdout, exitCode} = await command("merge", theirs);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^one: REFUSED: a run of this name holds other results: "one"; .*--as$/m);
  expect(stdout).toMatch(/^two: REFUSED: p\.json\.gz: changed since it was stored/m);
  expect(existsSync(join(runs, "two"))).toBe(false);
});

test("a manifest of version 1 is read as it is; check --migrate writes it anew and keeps the original", async () => {
  const {runs, command} = place();
  const original = JSON.stringify(asVersion1(writeTestRun(runs, "old", small, [{point: "p"}])));
  const path = join(runs, "old/manifest.json");
  writeFileSync(path, original);
  expect(loadRun(runs, "old", []).points[0]!.status).toBe("ok");
  const {exitCode, stdout} = await command("check", "--migrate");
  expect({exitCode, stdout}).toEqual({
    exitCode: 0,
    stdout: "old: manifest brought to the newest version, the original kept\n1 runs checked, all as stored"
  });
  expect(readFileSync(join(runs, "old/manifest.1.json"), "utf8")).toBe(original);
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({
    schema: "sweepbook-run/2",
    files: [{encoding: "gzip"}]
  });
});

test("check finds a changed file, a stray file and a copy; rm without a terminal wants --yes; a wrong name has its nearest", async () => {
  const {runs, command} = place();
  for (const run of ["one", "two"]) writeTestRun(runs, run, small, [{point: "p"}]);
  appendFileSync(join(runs, "one/p.json.gz"), "x");
  writeFileSync(join(runs, "two/notes.txt"), "x");
  const {exitCode, stdout} = await command("check");
  expect(exitCode).toBe(1);
  expect(stdout.split("\n")).toEqual([
    expect.stringMatching(/^one: p\.json\.gz: changed since it was stored/),
    "two: notes.txt: no manifest lists this file",
    "two: holds nothing but results of one",
    "2 runs checked, 3 findings"
  ]);
  expect(await command("rm", "twp")).toMatchObject({exitCode: 2, stderr: 'no such run: "twp"; nearest is two'});
  expect(await command("rm", "two")).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("give --yes") as string
  });
  expect(await command("rm", "two", "--yes")).toMatchObject({exitCode: 0, stdout: "two: removed"});
  expect(JSON.parse((await command("list", "--json")).stdout)).toMatchObject({runs: [{run: "one", n_points: 1}]});
});
