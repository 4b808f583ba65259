import {createHash} from "node:crypto";
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gunzipSync, gzipSync} from "node:zlib";
import {csvParse} from "d3-dsv";
import {afterAll, beforeAll, expect, test} from "vitest";
import {builtPages} from "../scripts/web/pages.js";
import {tags} from "../scripts/web/tags.js";
import {buildIn, copyTree, hashes, withoutNetwork} from "../scripts/web/tree.js";

const folder = mkdtempSync(join(tmpdir(), "reproducible-"));
const unshare = await withoutNetwork();
let built: Record<string, string>;

beforeAll(async () => {
  await builtPages("dist"); // says what to do when there is none
  await copyTree(folder);
  await buildIn(folder, unshare ?? []);
  built = await hashes(join(folder, "dist"));
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

test.runIf(unshare === null)("SKIPPED: this system gives no way to build without network (unshare -n)", () => {});

test("a copy elsewhere, built without network, is this very report, byte for byte", async () => {
  expect(Object.keys(built).length).toBeGreaterThan(10);
  expect(built, "if the sources have changed since dist/ was built, run npm run build").toEqual(await hashes("dist"));
});

test("a changed raw file changes data and pages, in spite of every cache", async () => {
  const run = join(folder, "data/runs/h100-bf16");
  const row = (): Record<string, string | undefined> =>
    csvParse(readFileSync(join(folder, "dist/data/points.csv"), "utf8")).find(
      (point) => point["point_id"] === "measured/h100-bf16/i2048-o512-c16#1"
    )!;
  const before = Number(row()["ttft_p50_ms"]);
  expect(before).toBeGreaterThan(0);

  // Every first token comes twice as late. The manifest is told, for a file that differs from it is refused.
  const file = join(run, "i2048-o512-c16.json.gz");
  const result = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {ttfts: number[]};
  const changed = gzipSync(JSON.stringify({...result, ttfts: result.ttfts.map((seconds) => seconds * 2)}));
  const manifest = readFileSync(join(run, "manifest.json"), "utf8");
  writeFileSync(join(run, "manifest.json"), manifest.replaceAll(hash(readFileSync(file)), hash(changed)));
  writeFileSync(file, changed);
  await buildIn(folder);

  expect(Number(row()["ttft_p50_ms"])).toBeCloseTo(2 * before, 6);
  const after = await hashes(join(folder, "dist"));
  const pages = Object.keys(after).filter((path) => path.endsWith(".html") && after[path] !== built[path]);
  expect(pages).toContain("index.html");
  expect(pages.filter((path) => path.startsWith("zh/")).map((path) => path.slice("zh/".length))).toEqual(
    pages.filter((path) => !path.startsWith("zh/"))
  );
});

test("no runs give a report that says what to run, not an error", async () => {
  const empty = join(folder, "no-runs");
  mkdirSync(empty);
  await buildIn(folder, [], {SWEEPBOOK_RUNS: empty});
  const page = (path: string): string => readFileSync(join(folder, "dist", path), "utf8");
  expect(page("data/points.csv").trim().split("\n")).toHaveLength(1);
  expect(page("index.html")).toContain("npm run sweep");
  expect([...tags(page("results.html"))].some(({attributes}) => attributes.get("class") === "figure empty")).toBe(true);
});

const hash = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
