import {mkdtempSync, readFileSync, writeFileSync, existsSync, readdirSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {spawn} from "node:child_process";
import {expect, test} from "vitest";
import {ProcessGroup} from "./process-group.js";
import {groupMembers, isAlive, processIdentity} from "./process-identity.js";
import {ProcessRegister} from "./process-register.js";

const folder = () => mkdtempSync(join(tmpdir(), "sweepbook-group-"));
const node = (script: string) => [process.execPath, "-e", script];
const start = (script: string, log = join(folder(), "log")) => ProcessGroup.start(node(script), {log, environment: {}});

/** A parent that ignores SIGTERM with a child that does too: what a hung server looks like. */
const stubborn = `
  process.on("SIGTERM", () => {});
  require("node:child_process").spawn(process.execPath, ["-e", 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'], {stdio: "inherit"});
  console.log("up"); setInterval(() => {}, 1000)`;

async function until(condition: () => boolean, limitMs = 60_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() > end) throw new Error("not in time");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("output goes to the log, the ending is told", async () => {
  const log = join(folder(), "log");
  const group = await start('console.log("hello"); console.error("sorry"); process.exit(3)', log);
  expect(await group.ended).toMatchObject({code: 3, signal: null});
  expect(readFileSync(log, "utf8")).toBe("hello\nsorry\n");
  expect((await group.stop(1)).forced).toBe(false);
});

test("a program that does not exist is an environment problem", async () => {
  await expect(
    ProcessGroup.start(["/no/such/program"], {log: join(folder(), "log"), environment: {}})
  ).rejects.toMatchObject({exitCode: 3});
});

test("SIGTERM first, then the whole group by force, grandchildren too", async () => {
  const polite = await start('process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000)');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await polite.stop(60)).forced).toBe(false);

  const group = await start(stubborn);
  await until(() => groupMembers(group.leader).length === 2);
  expect((await group.stop(0.3)).forced).toBe(true);
  expect(groupMembers(group.leader)).toEqual([]);
});

test("what a killed runner left is ended at the next start; a stranger with the same id is not", async () => {
  const registry = folder();
  const group = await start(stubborn);
  await until(() => groupMembers(group.leader).length === 2);
  const stranger = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {detached: true, stdio: "ignore"});
  const strange = processIdentity(stranger.pid!)!;
  const dead = {pid: 999_999_9, started: "1", boot: group.leader.boot};
  writeFileSync(
    join(registry, "1.json"),
    JSON.stringify({
      runner: dead,
      groups: [
        {what: "server", leader: group.leader},
        {what: "server", leader: {...strange, started: "1"}}
      ]
    })
  );
  const ended = await new ProcessRegister(registry).endLeftovers(0.2);
  expect(ended).toEqual([{what: "server", pid: group.pid, processes: 2}]);
  expect(groupMembers(group.leader)).toEqual([]);
  expect(isAlive(strange)).toBe(true);
  expect(readdirSync(registry)).toEqual([]);
  stranger.kill("SIGKILL");
});

test("what a runner started and could not write down before it was killed is found by its mark; a living one's stays", async () => {
  const registry = folder();
  const {SWEEPBOOK_RUNNER: own} = new ProcessRegister(registry).mark as {SWEEPBOOK_RUNNER: string};
  const [runner, where] = JSON.parse(own) as [object, string];
  const marked = (by: object, of = where) =>
    ProcessGroup.start(node("setInterval(() => {}, 1000)"), {
      log: join(folder(), "log"),
      environment: {SWEEPBOOK_RUNNER: JSON.stringify([by, of])}
    });
  const dead = {...runner, pid: 999_999_9};
  const [lost, living, others] = [await marked(dead), await marked(runner), await marked(dead, folder())];
  writeFileSync(join(registry, "9999999.json.123"), "{");
  expect(await new ProcessRegister(registry).endLeftovers(2)).toEqual([
    {what: "a process", pid: lost.pid, processes: 1}
  ]);
  expect([living, others].map(({leader}) => isAlive(leader))).toEqual([true, true]);
  expect(readdirSync(registry)).toEqual([]);
  living.kill();
  others.kill();
});

test("what a living runner has started stays", async () => {
  const registry = folder();
  const register = new ProcessRegister(registry);
  const group = await start("setInterval(() => {}, 1000)");
  register.add("server", group.leader);
  expect(await new ProcessRegister(registry).endLeftovers(0.2)).toEqual([]);
  expect(isAlive(group.leader)).toBe(true);
  register.killAll();
  await group.ended;
  register.remove(group.leader);
  expect(existsSync(join(registry, `${process.pid}.json`))).toBe(false);
});
