import {join} from "node:path";
import {expect, test} from "vitest";
import {readManifest} from "../../loaders/manifest-file.js";
import {readStored} from "../../loaders/store.js";
import {callOf, callsOf} from "./call.js";

test("callsOf finds every call that a real client's output shows, the warm-ups among them", () => {
  const folder = join(import.meta.dirname, "../../data/runs/h100-llama-3.1-8b");
  const {manifest} = readManifest(join(folder, ".."), "h100-llama-3.1-8b");
  const file = manifest.files.find(({role}) => role === "client-log")!;
  const calls = callsOf(readStored(folder, file).toString());
  expect(calls).toHaveLength(13);
  expect(calls[2]).toEqual({
    resultFile: "i2048-o512-c1.json",
    inputTokens: 2048,
    outputTokens: 512,
    nRequests: 8,
    concurrency: 1,
    requestRatePerS: null,
    seed: 1
  });
});

test("callOf reads arguments in both forms", () => {
  const argv = [
    "--dataset-name",
    "random",
    "--random-input-len=64",
    "--random-output-len",
    "8",
    "--request-rate",
    "2.5"
  ];
  expect(callOf(argv)).toMatchObject({
    inputTokens: 64,
    outputTokens: 8,
    requestRatePerS: 2.5,
    concurrency: null,
    seed: null
  });
});

test("lengths of other data sets are not asked for", () => {
  expect(callOf(["--dataset-name", "sharegpt", "--random-input-len", "64"]).inputTokens).toBeNull();
});
