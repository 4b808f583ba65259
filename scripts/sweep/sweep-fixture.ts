import {execa} from "execa";
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {stringify} from "yaml";
import type {Manifest} from "../../loaders/manifest.js";
import {scriptCommand} from "../programs.js";
import {planSweep} from "./plan.js";
import {ProcessRegister} from "./process-register.js";
import {parseSpec} from "./read-spec.js";
import {readManifest} from "./run-folder.js";
import {runSweep, type SweepOptions} from "./run-sweep.js";
import type {Spec} from "./spec.js";
import type {SweepEvent} from "./sweep-event.js";

/** A sweep of the simulated target, small and twenty times faster than life, in a folder of its own. */
export class SweepFixture {
  readonly folder = mkdtempSync(join(tmpdir(), "sweepbook-sweep-"));
  readonly runs = join(this.folder, "runs");
  readonly specFile = join(this.folder, "t.yaml");
  readonly registry = join(this.folder, "processes");
  readonly events: SweepEvent[] = [];

  constructor(over: Partial<Spec> = {}) {
    this.write(over);
  }

  write(over: Partial<Spec>): void {
    const spec: Spec = {
      name: "t",
      model: {name: "Qwen/Qwen2.5-7B-Instruct"},
      targets: {laptop: {engine: "simulated", gpu: "h100-80gb-sxm", flags: {"sim-speed": 20, "sim-startup-s": 0}}},
      servers: {bf16: {}},
      workloads: [{input_tokens: 64, output_tokens: 16}],
      load: {concurrency: [1, 2, 4]},
      n_requests: 8,
      warm_up: {requests: 2, output_tokens: 4},
      calibrate: false,
      estimate: {tpot_ms: 1, start_s: 1},
      ...over
    };
    writeFileSync(this.specFile, stringify(spec));
  }

  /** How its processes are started: the runner's command line, before the spec. */
  program: readonly string[] = scriptCommand("sweep");

  /** Ends what is left of it, and its folder. */
  remove(): void {
    for (const pid of this.processes()) process.kill(pid, "SIGKILL");
    rmSync(this.folder, {recursive: true, force: true});
  }

  /** In this process. */
  async run(over: Partial<SweepOptions> = {}) {
    const spec = parseSpec(this.specFile, readFileSync(this.specFile, "utf8"), {});
    return runSweep({
      spec,
      file: this.specFile,
      plan: planSweep(spec, this.specFile),
      runs: this.runs,
      run: "t",
      resume: false,
      recover: false,
      only: null,
      signal: new AbortController().signal,
      emit: (event) => this.events.push(event),
      register: new ProcessRegister(this.registry),
      ...over
    });
  }

  /** As a process of its own, as people start it. */
  start(...options: string[]) {
    const [file, ...command] = [...this.program, this.specFile, "--runs", this.runs, ...options] as [
      string,
      ...string[]
    ];
    return execa(file, command, {
      reject: false,
      env: {SWEEPBOOK_PROCESSES: this.registry},
      all: true
    });
  }

  get manifest(): Manifest {
    const manifest = readManifest(join(this.runs, "t"));
    if (manifest === null) throw new Error("no manifest");
    return manifest;
  }

  /** Points that are complete, as name#repeat. */
  get complete(): string[] {
    const manifest = readManifest(join(this.runs, "t"));
    return (manifest?.points ?? [])
      .filter((each) => each.status === "ok")
      .map((each) => `${each.point}#${each.repeat}`);
  }

  /** Living processes that were started by start(), by their inherited environment. */
  processes(): number[] {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/environ`, "utf8").includes(`SWEEPBOOK_PROCESSES=${this.registry}`);
        } catch {
          return false;
        }
      })
      .map(Number);
  }

  async until(condition: () => boolean, limitMs = 100_000): Promise<void> {
    const end = Date.now() + limitMs;
    while (!condition()) {
      if (Date.now() > end) throw new Error("not in time");
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }
}
