import {expect, test} from "vitest";
import {join} from "node:path";
import {readManifest} from "../../loaders/manifest-file.js";
import {readStored} from "../../loaders/store.js";
import {roleOf} from "./role.js";

const runs = join(import.meta.dirname, "../../data/runs");

test("every file of the real runs is recognised for what it is", () => {
  for (const run of ["h100-bf16", "h100-llama-3.1-8b"]) {
    for (const file of readManifest(runs, run).manifest.files) {
      const bytes = readStored(join(runs, run), file);
      expect(roleOf({path: file.path.replace(/\.gz$/, ""), bytes}), file.path).toBe(file.role);
    }
  }
});

test.each([
  ["broken.json", '{"date": "20261124-051439", "endpoint_type": "openai", "back', "result"],
  ["all.json", '{"date": "x", "completed": 1, "ttfts": [0.1]}\n{"ttfts": []}', "result"],
  ["config.json", '{"architectures": ["A"], "model_type": "a"}', "model-config"],
  ["package.json", '{"name": "x", "version": "1"}', null],
  ["during.txt", "# sweepbook_epoch_s 17\n# HELP a b\na 1\n", "metrics-during"],
  ["metrics.txt", "# HELP a b\n# TYPE a gauge\na 1\n", "other"],
  ["vllm-server.log", "Traceback (most recent call last):", "server-log"],
  ["notes.txt", "call me", null],
  ["prompts.csv", "timestamp,prompt\n1,hello\n", null],
  ["picture.png", "\u0089PNG\u0000", null]
])("%s", (path, text, role) => {
  expect(roleOf({path, bytes: Buffer.from(text)})).toBe(role);
});
