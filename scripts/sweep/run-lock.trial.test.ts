import {mkdirSync, mkdtempSync, utimesSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, test} from "vitest";
import {processIdentity} from "./process-identity.js";
import {lockRun} from "./run-lock.js";

const folder = () => mkdtempSync(join(tmpdir(), "sweepbook-lock-"));

test("a second runner in one folder is refused; after release it may come in", async () => {
  const run = folder();
  const release = await lockRun(run);
  await expect(lockRun(run)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining("another runner is at work") as string
  });
  await release();
  await (
    await lockRun(run)
  )();
});

test("the lock of a killed runner is taken over however fresh it is", async () => {
  const run = folder();
  const lock = join(run, ".work", "lock");
  mkdirSync(lock, {recursive: true});
  const inAnHour = Date.now() / 1e3 + 3600;
  utimesSync(lock, inAnHour, inAnHour); // no waiting makes it stale
  writeFileSync(
    join(run, ".work", "runner.json"),
    JSON.stringify({...processIdentity(process.pid), pid: 9_999_999, started: "1"})
  );
  await (
    await lockRun(run)
  )();
});

test("the lock of another machine is left alone until it goes stale", async () => {
  const run = folder();
  mkdirSync(join(run, ".work", "lock"), {recursive: true});
  writeFileSync(join(run, ".work", "runner.json"), JSON.stringify({pid: 1, started: "1", boot: "another"}));
  await expect(lockRun(run)).rejects.toMatchObject({exitCode: 2});
});
