import {mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {Problem} from "../../src/model/problem.js";
import {parseSpec} from "./read-spec.js";

const minimal = `# yaml-language-server: $schema=./sweep.schema.json
name: minimal
model: {name: Qwen/Qwen2.5-7B-Instruct}
targets: {laptop: {engine: simulated, gpu: h100-80gb-sxm}}
servers:
  bf16: {}
workloads:
  - {input_tokens: 128, output_tokens: 32}
load: {concurrency: [1, 4, 16]}
`;

const parse = (text: string, environment: Record<string, string> = {}) => parseSpec("x.yaml", text, environment);

function message(text: string, environment: Record<string, string> = {}): string {
  try {
    parse(text, environment);
  } catch (error) {
    if (error instanceof Problem) {
      expect(error.exitCode).toBe(2);
      return error.message;
    }
    throw error;
  }
  throw new Error("no problem");
}

test("ten lines are enough", () => {
  expect(minimal.trim().split("\n").length).toBeLessThanOrEqual(10);
  expect(parse(minimal).servers).toEqual({bf16: {}});
});

describe("an error names file, line, rule, value and the nearest valid name", () => {
  test.each([
    [
      "a mistyped field",
      minimal.replace("input_tokens", "input_token"),
      'x.yaml:8: workloads.0.input_token: no such field: "input_token"; did you mean input_tokens?'
    ],
    [
      "a mistyped field at the top",
      `${minimal}repeat: 3\n`,
      'x.yaml:10: repeat: no such field: "repeat"; did you mean repeats?'
    ],
    [
      "a value out of range",
      minimal.replace("[1, 4, 16]", "[1, 0, 16]"),
      "x.yaml:9: load.concurrency.1: Too small: expected number to be >=1: 0"
    ],
    [
      "an unknown word",
      minimal.replace("engine: simulated", "engine: simulate"),
      'x.yaml:4: targets.laptop.engine: must be one of vllm, simulated: "simulate"; did you mean simulated?'
    ],
    [
      "an unknown target",
      minimal.replace("bf16: {}", "bf16: {target: laptp}"),
      'x.yaml:6: servers.bf16.target: no such target: "laptp"; did you mean laptop?'
    ],
    [
      "an unknown sentinel",
      `${minimal}sentinel: i128-o32-c5\n`,
      'x.yaml:10: sentinel: no such point: "i128-o32-c5"; did you mean i128-o32-c1?'
    ],
    [
      "a reserved flag",
      minimal.replace("bf16: {}", "bf16: {flags: {port: 1}}"),
      'x.yaml:6: servers.bf16.flags.port: is set by the runner: "port"; set `port` of the target'
    ],
    ["a missing field", minimal.replace(/^model.*\n/m, ""), "x.yaml:2: model: is missing"],
    [
      "a bad name",
      minimal.replace("name: minimal", "name: ../evil"),
      `x.yaml:2: name: must start with a letter or digit and hold only letters, digits, '.', '_' and '-': "../evil"`
    ],
    [
      "a bad metric",
      `${minimal}searches:\n  - {kind: slo, input_tokens: 8, output_tokens: 8, limits: {ttft_p42_ms: 3}}\n`,
      'x.yaml:11: searches.0.limits.ttft_p42_ms: must be like ttft_p90_ms: ttft, tpot, itl or e2e; p50, p90, p95 or p99: "ttft_p42_ms"'
    ],
    [
      "mixed kinds",
      minimal.replace("gpu: h100-80gb-sxm}", "gpu: h100-80gb-sxm}, h: {engine: vllm}"),
      "x.yaml:4: targets: vllm and simulated targets cannot share a run"
    ],
    [
      "lengths that vary apart",
      minimal.replace("input_tokens: 128", "input_tokens: {min: 64, max: 192}"),
      "x.yaml:8: workloads.0: input and output must vary by the same ratio"
    ],
    [
      "repeats that do not add up",
      `${minimal}repeats: {count: 5, boots: [1, 2]}\n`,
      "x.yaml:10: repeats: boots must add up to count (5): [1,2]"
    ],
    [
      "an unknown GPU",
      minimal.replace("h100-80gb-sxm", "h100-80g-sxm"),
      'x.yaml:4: targets.laptop.gpu: no such GPU in data/hardware.yaml: "h100-80g-sxm"; did you mean h100-80gb-sxm?'
    ],
    [
      "a precision that cannot be played",
      minimal.replace("bf16: {}", "bf16: {precision: gptq-in4}"),
      'x.yaml:6: servers.bf16.precision: no such precision: "gptq-in4"; did you mean gptq-int4?'
    ],
    [
      "a mistyped flag of the simulated target",
      minimal.replace("bf16: {}", "bf16: {flags: {sim-sped: 3}}"),
      'x.yaml:6: servers.bf16.flags.sim-sped: no such flag of the simulated target: "sim-sped"; did you mean sim-speed?'
    ],
    [
      "a fault that cannot be played",
      minimal.replace("bf16: {}", "bf16: {flags: {sim-fault: [die, dye]}}"),
      "x.yaml:6: servers.bf16.flags.sim-fault: no such fault: "
    ],
    [
      "a flag of the simulated target given to vLLM",
      minimal.replace("engine: simulated, ", "").replace("bf16: {}", "bf16: {flags: {sim-speed: 3}}"),
      'x.yaml:6: servers.bf16.flags.sim-speed: is a flag of the simulated target: "sim-speed"'
    ],
    [
      "two searches of one name",
      `${minimal}searches:\n${"  - {kind: knee, name: a, input_tokens: 8, output_tokens: 8}\n".repeat(2)}`,
      'x.yaml:12: searches.1.name: is the name of another search: "a"'
    ],
    [
      "a trace that is not there",
      minimal.replace("{input_tokens: 128, output_tokens: 32}", "{trace: no/such.jsonl}"),
      "x.yaml:8: workloads.0.trace: cannot read the trace: "
    ],
    ["bad YAML", minimal.replace("servers:", "servers: ["), "x.yaml:"]
  ])("%s", (_, text, expected) => {
    expect(message(text)).toContain(expected);
  });
});

test("all mistakes are told at once, one line each", () => {
  const text = minimal.replace("input_tokens", "input_token").replace("engine: simulated", "engine: sim");
  expect(message(text).split("\n").length).toBeGreaterThanOrEqual(2);
});

test("a trace is read before anything is measured: a bad line by its number, too few requests by their number", () => {
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-spec-"));
  const file = join(folder, "x.yaml");
  const line = '{"timestamp": 0.5, "input_length": 64, "output_length": 8}\n';
  writeFileSync(join(folder, "good.jsonl"), line.repeat(3));
  writeFileSync(join(folder, "bad.jsonl"), `${line}\n${line.replace("64", "-1")}`);
  const workloads = "  - {trace: good.jsonl, n_requests: 4}\n  - {trace: bad.jsonl}";
  const text = minimal.replace("  - {input_tokens: 128, output_tokens: 32}", workloads);
  let told = "";
  try {
    parseSpec(file, text, {});
  } catch (error) {
    told = (error as Error).message;
  }
  expect(told.replaceAll(`${folder}/`, "").split("\n")).toEqual([
    "x.yaml:8: workloads.0.n_requests: the trace good.jsonl has 3 requests: 4",
    expect.stringContaining("x.yaml:9: workloads.1.trace: bad.jsonl:3: input_length")
  ]);
});

test("variables are replaced from the environment, with a default, or reported", () => {
  const text = minimal.replace(
    "name: Qwen/Qwen2.5-7B-Instruct",
    "name: q, path: '${MODELS:-models}/q', tokenizer: '${TOK}'"
  );
  expect(parse(text, {TOK: "t"}).model).toEqual({name: "q", path: "models/q", tokenizer: "t"});
  expect(message(text)).toBe("x.yaml:3: the variable TOK is not set; set it, or give a default: ${TOK:-value}");
});
