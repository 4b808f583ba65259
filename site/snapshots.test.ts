import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {JSDOM} from "jsdom";
import {afterEach, beforeEach, expect, test} from "vitest";
import {realDataset} from "../loaders/testing/real.js";
import {snapshot, type Snapshot} from "../scripts/verify/snapshot.js";
import {changesBlock} from "../src/components/blocks/changes.js";
import type {ReportChanges} from "../src/components/view.js";
import {changesSince} from "./snapshots.js";

const data = realDataset();
const now = snapshot(data, {"data/runs/h100-core": "new", "data/prices.yaml": "same"});
const {document} = new JSDOM("").window;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "changes-"));
  mkdirSync(join(root, "data"));
});
afterEach(() => rmSync(root, {recursive: true}));

const page = (changes: ReportChanges | null, lang: "en" | "zh" = "en"): string =>
  changesBlock.build({data, lang, document, changes}).source;

/** The snapshot as if one verdict, and one headline number by a tenth, had been otherwise before. */
function before(): Snapshot {
  const [first, ...verdicts] = now.verdicts;
  const at = now.headline.findIndex(({id, value}) => id.endsWith("/output_tokens_per_s") && value !== null);
  return {
    ...now,
    inputs: {...now.inputs, "data/runs/h100-core": "old"},
    verdicts: [{...first!, verdict: first!.verdict === "refuted" ? "supported" : "refuted"}, ...verdicts],
    headline: now.headline.map((one, i) => (i === at ? {...one, value: one.value! / 1.1} : one))
  };
}

test("with nothing to compare with, the page says what to run", () => {
  expect(changesSince(root, now)).toBeNull();
  for (const lang of ["en", "zh"] as const) expect(page(null, lang)).toContain("npm run publish -- DIR");
});

test("what was published last counts more than what was accepted", () => {
  writeFileSync(join(root, "data/verdicts.json"), JSON.stringify(now));
  expect(changesSince(root, now)).toEqual({against: {from: "accepted", hash: "", date: ""}, found: [], inputs: []});
  const last = {schema: "sweepbook-published/1", hash: "abc123", published: "2026-01-02", snapshot: before()};
  writeFileSync(join(root, "data/published.json"), JSON.stringify(last));
  const changes = changesSince(root, now)!;
  expect(changes.against).toEqual({from: "published", hash: "abc123", date: "2026-01-02"});
  expect(changes.found.map(({what}) => what)).toEqual(["verdict", "value"]);
  expect(changes.inputs).toEqual(["data/runs/h100-core"]);
  const html = page(changes);
  expect(html).toContain("published on 2026-01-02, data abc123");
  expect(html).toContain(`claims#claim-${now.verdicts[0]!.id}`);
  expect(html).toContain("+10");
  const numbers = (text: string): string[] => [...text.matchAll(/<data value="([^"]+)"/g)].map(([, value]) => value!);
  expect(numbers(page(changes, "zh"))).toEqual(numbers(html));
});

test("a broken record is an error that names its file", () => {
  writeFileSync(join(root, "data/published.json"), JSON.stringify({schema: "other"}));
  expect(() => changesSince(root, now)).toThrow("data/published.json");
});
