import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout} from "node:timers/promises";
import {afterAll, expect, test, vi} from "vitest";
import {alone} from "./alone.js";

const folder = mkdtempSync(join(tmpdir(), "alone-"));
afterAll(() => rmSync(folder, {recursive: true}));

test("two runs under one lock follow one another, and the second says that it waits", async () => {
  const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const events: string[] = [];
  const run = (name: string) => async (): Promise<void> => {
    events.push(`${name} begins`);
    await setTimeout(50);
    events.push(`${name} ends`);
  };
  const first = alone(join(folder, "a.lock"), run("one"));
  await setTimeout(20);
  await Promise.all([first, alone(join(folder, "a.lock"), run("two"))]);
  expect(events).toEqual(["one begins", "one ends", "two begins", "two ends"]);
  expect(said.mock.calls.flat()).toContain("another build is running here: waiting for it\n");
  said.mockRestore();
});

test("a run that fails gives its lock back", async () => {
  const file = join(folder, "b.lock");
  await expect(alone(file, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await alone(file, () => Promise.resolve("fine"))).toBe("fine");
});

test("a lock that is never given back is told with its file", async () => {
  const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const file = join(folder, "c.lock");
  await alone(file, async () => {
    await expect(alone(file, () => Promise.resolve(), 1)).rejects.toThrow(/another build holds its lock: ".*c\.lock"/);
  });
  said.mockRestore();
});
