import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, expect, test} from "vitest";
import {buildIn, cloneTree, hashes} from "../scripts/web/tree.js";

const folder = mkdtempSync(join(tmpdir(), "clones-"));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

test("two fresh clones of one commit build the same bytes", async () => {
  const dists: Record<string, string>[] = [];
  for (const name of ["one", "another/and deeper"]) {
    await cloneTree(join(folder, name));
    await buildIn(join(folder, name));
    dists.push(await hashes(join(folder, name, "dist")));
  }
  expect(Object.keys(dists[0]!).length).toBeGreaterThan(10);
  expect(dists[1]).toEqual(dists[0]);
});
