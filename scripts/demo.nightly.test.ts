import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {execa} from "execa";
import {expect, test} from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

test("the demo ends with a report from simulated and measured data in under 90 s, marked as simulated, data/runs untouched", async () => {
  const runs = join(root, "data/runs");
  const before = existsSync(runs) ? readdirSync(runs) : [];
  const begin = performance.now();
  const {exitCode, all} = await execa(
    process.execPath,
    ["--import", import.meta.resolve("tsx"), join(root, "scripts/demo.ts")],
    {
      cwd: root,
      all: true,
      reject: false
    }
  );
  expect([exitCode, all]).toEqual([0, expect.stringContaining("npm run serve")]);
  expect((performance.now() - begin) / 1e3).toBeLessThan(90);
  expect(readFileSync(join(root, "dist/results.html"), "utf8")).toMatch(/simulated/i);
  expect(existsSync(runs) ? readdirSync(runs) : []).toEqual(before);
});
