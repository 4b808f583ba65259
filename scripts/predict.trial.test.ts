import {fileURLToPath} from "node:url";
import {execa} from "execa";
import {describe, expect, it} from "vitest";
import type {Prediction} from "../src/model/prediction/predict.js";
import {scriptCommand} from "./programs.js";

const cwd = fileURLToPath(new URL("../", import.meta.url));
const [file, ...start] = scriptCommand("predict");
const predict = (...args: string[]) =>
  execa(file, [...start, ...args], {
    cwd,
    reject: false,
    env: {SWEEPBOOK_RUNS: `${cwd}data/runs`}
  });
const usual = [
  "--gpu",
  "a100-80gb-sxm",
  "--model",
  "data/models/qwen2.5-7b.json",
  "--input",
  "2048",
  "--output",
  "512"
];

describe("npm run predict", () => {
  it("prints one JSON object a concurrency", async () => {
    const {stdout, exitCode} = await predict(...usual, "--precision", "fp16", "--concurrency", "1,4,16", "--json");
    expect(exitCode).toBe(0);
    const rows = JSON.parse(stdout) as Prediction[];
    expect(rows.map(({concurrency}) => concurrency)).toEqual([1, 4, 16]);
    for (const row of rows) {
      expect(row).toMatchObject({kind: "predicted", gpu: "a100-80gb-sxm", precision: "fp16", model: "qwen2.5-7b"});
      for (const name of ["ttft_p50_ms", "tpot_p50_ms", "e2e_p50_ms", "output_tokens_per_s", "power_mean_w"] as const) {
        expect(row[`${name}_lo`]).toBeLessThan(row[name] as number);
        expect(row[`${name}_hi`]).toBeGreaterThanOrEqual(row[name] as number);
      }
    }
  });

  it("prints a table that says it is no measurement", async () => {
    const {stdout} = await predict(...usual, "--rate", "1", "--tp", "2", "--slo", "ttft_p90_ms<=1000");
    expect(stdout).toMatch(/^Predicted, not measured: qwen2.5-7b in bf16 on 2 x a100-80gb-sxm/);
    expect(stdout).toMatch(/1 req\/s .*\[\d+, \d+\]/);
  });

  it("fits on the runs that are named", async () => {
    const {stdout, exitCode} = await predict(...usual, "--fit", "h100-bf16", "--json");
    expect(exitCode).toBe(0);
    expect((JSON.parse(stdout) as Prediction[])[0]?.fitted_on).toEqual(["h100-bf16"]);
    expect(await predict(...usual, "--fit", "nobody")).toMatchObject({exitCode: 2});
  });

  it.each([
    [["--gpu", "abacus"], /no such GPU.*"abacus".*known: /],
    [["--model", "no/such/file.json"], /no such model/],
    [["--model", "package.json"], /model_type is not a name/],
    [["--precision", "int8"], /not a precision: "int8"/],
    [["--concurrency", "0"], /not a whole number/],
    [["--concurrency", "1,,2"], /not a whole number/],
    [["--gpu-memory-utilization", "1.2"], /not a share/],
    [["--tp", "3"], /does not divide the attention heads/],
    [["--slo", "speed"], /not a service level/],
    [["--max-num-batched-tokens", "16"], /below max-num-seqs/]
  ])("refuses %j with exit code 2", async (args, message) => {
    const {stderr, exitCode, stdout} = await predict(...usual, ...args);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
  });
});
