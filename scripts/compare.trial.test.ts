import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {execa} from "execa";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {repository, seedResult} from "../loaders/testing/real.js";
import {random} from "../src/model/statistics/random.js";
import {scriptCommand} from "./programs.js";

let folder: string;

const node = (name: string, args: readonly string[], cwd = repository) => {
  const [file, ...start] = scriptCommand(name);
  return execa(file, [...start, ...args], {cwd, reject: false, env: {SWEEPBOOK_RUNS: ""}});
};
const compare = (...args: string[]) => node("compare", args);

interface Result {
  duration: number;
  ttfts: number[];
  itls: number[][];
  [key: string]: unknown;
}

/** Five repeats of a real result, each with all its times stretched by `by`, give or take 1 %. */
function repeats(name: string, by: number, seed: number): string {
  const path = join(folder, name);
  mkdirSync(path);
  const next = random(seed);
  for (let i = 0; i < 5; i++) {
    const factor = by * (1 + 0.02 * (next() - 0.5));
    const result = JSON.parse(seedResult()) as Result;
    // The tool's own summaries are those of the unchanged times.
    const raw = Object.entries(result).filter(([key]) => !/_(?:ms|throughput)$|^latencies$|_per_s$/.test(key));
    const changed = {
      ...Object.fromEntries(raw),
      date: `20261125-00000${i}`,
      duration: result.duration * factor,
      ttfts: result.ttfts.map((s) => s * factor),
      itls: result.itls.map((gaps) => gaps.map((s) => s * factor))
    };
    writeFileSync(join(path, `i8192-o128-c8${i === 0 ? "" : `-again${i}`}.json`), JSON.stringify(changed));
  }
  return path;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sweepbook-compare-"));
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

describe("npm run compare, on folders of vLLM results", () => {
  let [a, same, slow] = ["", "", ""];
  beforeAll(() => {
    [a, same, slow] = [repeats("a", 1, 1), repeats("same", 1, 2), repeats("slow", 1.08, 3)];
  });

  it("passes without a change, and writes every report", async () => {
    const [md, xml] = [join(folder, "a.md"), join(folder, "a.xml")];
    const {stdout, stderr, exitCode} = await compare(a, same, "--json", "--markdown", md, "--junit", xml);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    const report = JSON.parse(stdout) as {
      counts: Record<string, number>;
      pairs: {a: {kind: string}; unknown: string[]}[];
    };
    expect(report.counts["equivalent"]).toBeGreaterThanOrEqual(2);
    expect(report.pairs[0]!.a.kind).toBe("imported");
    expect(report.pairs[0]!.unknown).toContain("driver");
    expect(readFileSync(md, "utf8")).toMatch(/^### ✅/);
    expect(readFileSync(xml, "utf8")).toMatch(/failures="0"/);
  });

  it("exits with 1 on 8 % slower, and not within a margin of 20 %", async () => {
    const found = await compare(a, slow);
    expect(found.stdout).toMatch(/Output throughput, tok\/s .* ▼ worse/);
    expect(found.exitCode).toBe(1);
    expect((await compare(slow, a)).exitCode).toBe(0);
    expect((await compare(a, slow, "--margin", "20")).exitCode).toBe(0);
  });

  it("is strict about what is not shown", async () => {
    const metric = ["--metric", "output_tokens_per_s"];
    expect((await compare(a, same, ...metric, "--strict")).exitCode).toBe(0);
    expect((await compare(a, same, ...metric, "--strict", "--margin", "0.1")).exitCode).toBe(1);
  });

  it("compares two commits without touching the working tree", async () => {
    const home = join(folder, "repository");
    mkdirSync(join(home, "data"), {recursive: true});
    for (const file of ["package.json", "data/hardware.yaml"]) cpSync(join(repository, file), join(home, file));
    const git = (...args: string[]) =>
      execa("git", ["-C", home, "-c", "user.name=t", "-c", "user.email=t@example.org", ...args]);
    await git("init", "-q");
    for (const [source, message] of [
      [a, "before"],
      [slow, "after"]
    ] as const) {
      const {exitCode} = await node("ingest", [source, "--name", "r", "--replace"], home);
      expect(exitCode).toBe(0);
      await git("add", "-A");
      await git("commit", "-qm", message);
    }
    writeFileSync(
      join(home, "data/hardware.yaml"),
      `${readFileSync(join(home, "data/hardware.yaml"), "utf8")}\n# edited\n`
    );
    const {stdout, exitCode} = await node("compare", ["HEAD~1", "HEAD", "--json"], home);
    expect(exitCode).toBe(1);
    const report = JSON.parse(stdout) as {a: string; pairs: {pair: string; standing: string}[]};
    expect(report.a).toMatch(/^HEAD~1 \([0-9a-f]{7}\)$/);
    expect(report.pairs).toMatchObject([{pair: "r/bf16", standing: "fair"}].map(({standing}) => ({standing})));
    expect((await git("status", "--porcelain")).stdout.trim()).toBe("M data/hardware.yaml");
    const one = await node("compare", ["HEAD~1:r", "r"], home);
    expect(one.exitCode).toBe(1);
    const none = await node("compare", ["HEAD~1:q", "r"], home);
    expect(none).toMatchObject({exitCode: 2, stderr: expect.stringContaining("the commit has no such run") as string});
  });
});

it("reads what other tools wrote, and marks tools that define a quantity otherwise", async () => {
  const fixtures = join(repository, "src/model/interchange/fixtures");
  const tools = [join(fixtures, "guidellm"), join(fixtures, "aiperf/concurrency_4")] as const;
  const {stdout, exitCode} = await compare(...tools, "--json", "--metric", "output_tokens_per_s,ttft_p50_ms");
  const report = JSON.parse(stdout) as {pairs: {standing: string; a: {kind: string}; differ: {factor: string}[]}[]};
  expect(exitCode).not.toBe(3);
  expect(report.pairs[0]).toMatchObject({standing: "mixed", a: {kind: "imported"}});
  expect(report.pairs[0]!.differ.map(({factor}) => factor)).toContain("client");
});

describe("npm run compare, on committed runs", () => {
  it("says that single runs allow a point comparison only", async () => {
    const {stdout, exitCode} = await compare("h100-llama-3.1-8b", "h100-bf16", "--metric", "tpot_p50_ms");
    expect(stdout).toMatch(
      /differ in more than one factor.*model.*prefix caching true → false|prefix caching false → true/
    );
    expect(stdout).toMatch(/one run: a point comparison only/);
    expect(exitCode).toBe(0);
  });

  it("refuses what differs in more than the factor, and what it does not know", async () => {
    const small = "h100-llama-3.1-8b";
    const refused = await compare(small, "h100-bf16", "--factor", "model");
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/differ in more than one comparison allows.*prefix_caching/);
    const unknown = await compare("nothing", small);
    expect(unknown).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/neither a run.*"nothing".*h100-core/) as string
    });
    expect((await compare(small)).exitCode).toBe(2);
    expect((await compare(`${small}/int3`, small)).stderr).toMatch(/no such server/);
  });

  it("plans repeats from the spread seen", async () => {
    const {stdout, exitCode} = await compare("--plan", "h100-core", "--json");
    expect(exitCode).toBe(0);
    const {rows} = JSON.parse(stdout) as {rows: {metric: string; spread: number | null; to_find: object[]}[]};
    expect(rows[0]!.spread).toBeGreaterThan(0);
    expect(rows[0]!.to_find).toHaveLength(5);
  });
});
