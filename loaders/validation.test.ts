import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {loadValidation} from "./validation.js";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "validation-"));
  mkdirSync(join(root, "data"));
});
afterEach(() => rmSync(root, {recursive: true}));

const row = {
  split: "model",
  held_out: "qwen2.5-7b",
  point_id: "measured/run/point#1",
  metric: "tpot_p50_ms",
  measured: 6,
  predicted: 6.3,
  lo: 5.9,
  hi: 6.8,
  error: 0.05,
  covered: true,
  n_fitted: 6
};
const store = (value: unknown): void => writeFileSync(join(root, "data/validation.json"), JSON.stringify(value));

describe("loadValidation", () => {
  it("reads what was stored", () => {
    store({inputs_sha256: "abc", rows: [row]});
    expect(loadValidation(root)).toEqual({inputs_sha256: "abc", rows: [row]});
  });

  it("says how to make it when it is not there, or is something else", () => {
    expect(() => loadValidation(root)).toThrow(/no stored validation.*validate -- --write/);
    store({inputs_sha256: "abc", rows: [{...row, split: "weather"}]});
    expect(() => loadValidation(root)).toThrow(/not a stored validation/);
    writeFileSync(join(root, "data/validation.json"), "{");
    expect(() => loadValidation(root)).toThrow(/not JSON/);
  });
});
