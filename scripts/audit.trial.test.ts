import {appendFileSync, cpSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {execa} from "execa";
import {afterAll, expect, test} from "vitest";
import type {AuditRow} from "../src/model/audit/audit-row.js";
import {scriptCommand} from "./programs.js";

const run = "h100-llama-3.1-8b";
const runs = mkdtempSync(join(tmpdir(), "sweepbook-audit-"));
afterAll(() => rmSync(runs, {recursive: true, force: true}));
cpSync(resolve("data/runs", run), join(runs, run), {recursive: true});

const [file, ...start] = scriptCommand("audit");
const audit = (...args: readonly string[]) =>
  execa(file, [...start, ...args], {
    reject: false,
    env: {SWEEPBOOK_RUNS: runs}
  });

test("audit prints an array of findings, and --strict makes a failure the exit code", async () => {
  const {stdout, exitCode} = await audit(run, "--json");
  expect(exitCode).toBe(0);
  const rows = JSON.parse(stdout) as AuditRow[];
  expect(Object.keys(rows[0]!)).toEqual(["point", "check", "status", "reason", "value", "limit"]);
  expect(rows.find(({point}) => point === `measured/${run}`)).toMatchObject({check: "tampering", status: "pass"});
  expect((await audit("--published", "--strict")).exitCode).toBe(1);
  expect((await audit("--published")).exitCode).toBe(0);
}, 60_000);

test("a file that changed after it was stored fails the run and its point", async () => {
  const stored = `${runs}/${run}`;
  appendFileSync(join(stored, "i2048-o512-c4.json.br"), "x");
  const {stdout} = await audit("--all", "--json");
  const failed = (JSON.parse(stdout) as AuditRow[]).filter((row) => row.check === "tampering" && row.status === "fail");
  expect(failed.map(({point}) => point)).toEqual([`measured/${run}/i2048-o512-c4#1`, `measured/${run}`]);
  expect(failed[0]!.reason.en).toContain("i2048-o512-c4.json.br");
}, 60_000);

test("a run that is not there, and no run at all, are bad usage with the runs that there are", async () => {
  const none = await audit("nope");
  expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining(run)]);
  expect((await audit()).exitCode).toBe(2);
  const help = await audit("--help");
  expect([help.exitCode, help.stdout]).toEqual([0, expect.stringContaining("Examples:")]);
}, 60_000);
