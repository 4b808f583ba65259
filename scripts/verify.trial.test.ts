import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {execa} from "execa";
import {afterEach, expect, test} from "vitest";
import {scriptCommand} from "./programs.js";

const [file, ...start] = scriptCommand("verify");
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true});
});

/** A copy of data/ without runs. */
function workspace(): string {
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-verify-"));
  folders.push(folder);
  mkdirSync(join(folder, "data"));
  for (const name of ["article", "claims", "models", "studies", "hardware.yaml", "prices.yaml"])
    cpSync(resolve("data", name), join(folder, "data", name), {recursive: true});
  return folder;
}

const verify = (cwd: string, ...args: readonly string[]) =>
  execa(file, [...start, ...args], {cwd, reject: false, env: {SWEEPBOOK_RUNS: join(cwd, "data/runs")}});

test("verify accepts, holds, and tells an edited number by its file and the verdict that it turned", async () => {
  const cwd = workspace();
  const none = await verify(cwd);
  expect(none.exitCode).toBe(2);
  expect(none.stderr).toContain("--update writes it");
  expect((await verify(cwd, "--update")).exitCode).toBe(0);
  const held = await verify(cwd);
  expect([held.exitCode, held.stdout]).toEqual([0, expect.stringContaining("as committed")]);
  const facts = join(cwd, "data/article/facts.yaml");
  writeFileSync(facts, readFileSync(facts, "utf8").replaceAll("tpot_ms: 32", "tpot_ms: 12"));
  const turned = await verify(cwd, "--json");
  expect(turned.exitCode).toBe(1);
  const {changes, inputs_changed} = JSON.parse(turned.stdout) as {
    changes: Record<string, unknown>[];
    inputs_changed: string[];
  };
  expect(inputs_changed).toEqual(["data/article/facts.yaml"]);
  expect(changes).toContainEqual({
    id: "tp4-near-linear",
    what: "verdict",
    before: "refuted",
    after: "supported",
    because_of: ["data/article/facts.yaml"],
    verdict: true
  });
  expect((await verify(cwd, "--update")).exitCode).toBe(0);
  expect((await verify(cwd)).exitCode).toBe(0);
}, 60_000);

test("a committed verdict that no input explains is a finding; a broken file is bad input", async () => {
  const cwd = workspace();
  await verify(cwd, "--update");
  const path = join(cwd, "data/verdicts.json");
  const committed = readFileSync(path, "utf8");
  writeFileSync(path, committed.replace("beyond_physics", "fails"));
  const found = await verify(cwd);
  expect(found.exitCode).toBe(1);
  expect(found.stdout).toContain("slo-definition  reason: fails -> beyond_physics  (no changed input explains it)");
  writeFileSync(path, "{");
  expect((await verify(cwd)).exitCode).toBe(2);
}, 60_000);
