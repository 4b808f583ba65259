import {readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {manifestSchema} from "./manifest.js";
import {upgraded, versionOf} from "./manifest-versions.js";
import {realRuns} from "./testing/real.js";
import {asVersion1} from "./testing/run-folder.js";

const committed = (): Record<string, unknown> =>
  JSON.parse(readFileSync(join(realRuns, "h100-bf16/manifest.json"), "utf8")) as Record<string, unknown>;

test("a manifest of version 1 is read: its files are gzip by the end of their paths", () => {
  const old = asVersion1(committed());
  expect(versionOf(old)).toBe(1);
  const now = manifestSchema.parse(upgraded(old, "x"));
  expect(now.schema).toBe("sweepbook-run/2");
  for (const {path, encoding} of now.files) expect(encoding, path).toBe(path.endsWith(".gz") ? "gzip" : "none");
});

test("a newer version is refused by name; what is no manifest is left to the schema", () => {
  expect(() => upgraded({schema: "sweepbook-run/3"}, "r/manifest.json")).toThrow(
    'r/manifest.json: written by a newer version of this program: "sweepbook-run/3"; this one reads up to sweepbook-run/2'
  );
  for (const value of [null, 3, {}, {schema: "other/1"}, {schema: "sweepbook-run/x"}]) {
    expect(versionOf(value)).toBeNull();
    expect(upgraded(value, "x")).toBe(value);
  }
});
