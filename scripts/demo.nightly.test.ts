import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {execa} from "execa";
import {expect, test} from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

test("the demo ends with a report from simulated and measured data, marked as simulated, data/runs untouched", async () => {
  const runs = join(root, "data/runs");
  const before = existsSync(runs) ? readdirSync(runs) : [];
  const {exitCode, all} = await execa(
    process.execPath,
    ["--import", import.meta.resolve("tsx"), join(root, "scripts/demo.ts")],
    {
      cwd: root,
      all: true,
      reject: false
    }
  );
  expect([exitCode, all]).toEqual([0, expect.stringMatching(/Done in \d+ s\. .*npm run serve/)]);
  expect(readFileSync(join(root, "dist/results.html"), "utf8")).toMatch(/simulated/i);
  expect(existsSync(runs) ? readdirSync(runs) : []).toEqual(before);
});
