import {copyFileSync, existsSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {execa} from "execa";
import type {Sampler, SamplerSummary} from "../sampler/sampler.js";
import {GrowingCsv} from "./growing-csv.js";
import {gpuFacts} from "./host.js";
import {serverEntry} from "./manifest-entries.js";
import type {PlannedServer} from "./planned.js";
import type {RawFile} from "./run-folder.js";
import {RunningServer, type StartFailure} from "./running-server.js";
import {sampleGpu} from "./sampling.js";
import {storePending, type SweepContext} from "./sweep-context.js";

/**
 * One start of a server, from its first line of log to its last: starts it, keeps what describes it, samples its GPU,
 * and stores its log when it ends, however it ends.
 */
export class BootSession {
  private sampler: Sampler | null = null;
  private running: RunningServer | null = null;
  /** GPU memory in use before the start, MiB. */
  private memoryBefore: number | null = null;
  private readonly raw: string;
  readonly telemetry: GrowingCsv;

  private constructor(
    private readonly context: SweepContext,
    private readonly planned: PlannedServer,
    /** In the manifest. */
    readonly name: string
  ) {
    this.raw = context.folder.rawFolder(`server-${name}`);
    this.telemetry = new GrowingCsv(join(this.raw, "telemetry-all.csv"));
  }

  /** Starts the server; a failure is recorded with its log and returned. */
  static async start(context: SweepContext, planned: PlannedServer): Promise<BootSession | StartFailure> {
    const session = new BootSession(context, planned, freeName(context, planned.id));
    const {timeouts, estimate} = context.spec;
    context.emit({kind: "server-start", server: session.name, estimate_s: estimate?.start_s ?? 100});
    session.memoryBefore = await usedMemory(planned);
    const started = await RunningServer.start(planned, {
      log: join(session.raw, "server.log"),
      start_s: timeouts?.start_s ?? 900,
      stop_s: timeouts?.stop_s ?? 30,
      register: context.register,
      signal: context.signal
    }).catch((error: unknown) => {
      session.commitEnd({status: "failed", problem: "interrupted before it was ready", command: planned.command}, null);
      throw error;
    });
    if (!started.ok) {
      session.commitEnd({status: "failed", problem: started.problem, command: started.command}, null);
      const expected = planned.expect === "failure";
      context.emit({
        kind: "server-failed",
        server: session.name,
        problem: started.problem,
        tail: started.tail,
        expected
      });
      return started;
    }
    session.running = started;
    await session.commitStart(started);
    session.sampler = sampleGpu(started, session.telemetry.path, context.spec.interval_ms ?? 200);
    context.emit({kind: "server-ready", server: session.name, took_s: started.took_s});
    return session;
  }

  readonly ok = true;

  get server(): RunningServer {
    return this.running!;
  }

  /** Ends the server and stores its log. @param problem what ended it early, null when nothing did */
  async end(problem: string | null): Promise<void> {
    const {context, running} = this;
    if (running === null) return;
    this.running = null;
    const samples = (await this.sampler?.stop()) ?? null;
    storePending(context);
    const {forced, took_s} = await running.stop();
    this.commitEnd({status: problem === null ? "ok" : "failed", problem, command: running.command}, samples, {
      start_s: running.took_s,
      stop_s: took_s,
      forced,
      gpu_memory_left_mib: await this.memoryLeft()
    });
    context.emit({kind: "server-stopped", server: this.name, forced});
  }

  /** GPU memory that the server has not given back after 20 s, MiB; null where there is none to look at. */
  private async memoryLeft(): Promise<number | null> {
    const {memoryBefore, planned, context} = this;
    if (memoryBefore === null) return null;
    for (let attempt = 0; ; attempt++) {
      const left = Math.max(0, ((await usedMemory(planned)) ?? memoryBefore) - memoryBefore);
      if (left < 512) return left;
      if (attempt === 20) {
        context.emit({kind: "note", text: `${left} MiB of GPU memory are still taken after ${this.name} has ended`});
        return left;
      }
      await sleep(1000);
    }
  }

  private async commitStart(running: RunningServer): Promise<void> {
    const {context, planned, name} = this;
    const raw = context.folder.rawFolder(`start-${name}`);
    const facts = context.facts(planned);
    writeFileSync(join(raw, "environment.json"), `${JSON.stringify(facts, null, 1)}\n`);
    const {config} = planned.model;
    if (config !== null && existsSync(config)) copyFileSync(config, join(raw, "config.json"));
    if (planned.engine === "vllm") {
      const board = await execa("nvidia-smi", ["-q"], {reject: false, timeout: 30_000});
      if (board.exitCode === 0) writeFileSync(join(raw, "nvidia-smi-q.txt"), `${board.stdout}\n`);
    }
    this.commit(
      `servers/${name}/start`,
      `start-${name}`,
      [
        {name: "environment.json", role: "environment"},
        {name: "config.json", role: "model-config"},
        {name: "nvidia-smi-q.txt", role: "nvidia-smi-q"}
      ],
      {status: "ok", problem: null, command: running.command},
      {server: name, event: "ready", start_s: running.took_s}
    );
  }

  private commitEnd(
    so: {status: "ok" | "failed"; problem: string | null; command: readonly string[]},
    samples: SamplerSummary | null,
    times: Readonly<Record<string, unknown>> = {}
  ): void {
    this.telemetry.cut(join(this.raw, "telemetry.csv"));
    const files: RawFile[] = [
      {name: "server.log", role: "server-log"},
      {name: "telemetry.csv", role: "telemetry"}
    ];
    const telemetry = samples === null ? null : {...samples, path: undefined};
    const account = {server: this.name, event: so.status === "ok" ? "stopped" : "failed", ...times, telemetry};
    this.commit(`servers/${this.name}/end`, `server-${this.name}`, files, so, account);
  }

  private commit(
    folder: string,
    raw: string,
    files: RawFile[],
    so: {status: "ok" | "failed"; problem: string | null; command: readonly string[]},
    account: Readonly<Record<string, unknown>>
  ): void {
    const {context, planned, name} = this;
    const entry = serverEntry(name, planned, context.facts(planned), so);
    const commit = {folder, raw, files, server: name, point: null, serverEntry: entry, account};
    context.folder.record(commit);
    context.folder.store(commit);
  }
}

/** Over all GPUs; null for the simulated target and where nvidia-smi does not say. */
async function usedMemory(planned: PlannedServer): Promise<number | null> {
  if (planned.engine === "simulated") return null;
  const {gpus} = await gpuFacts(planned.environment);
  return gpus.length === 0 ? null : gpus.reduce((sum, gpu) => sum + (gpu.memory_used_mib ?? 0), 0);
}

/** Stores what a killed runner left of a server's start: its log and telemetry up to the kill. */
export function recoverBoots(context: SweepContext): string[] {
  const recovered: string[] = [];
  const {folder} = context;
  for (const raw of folder.orphans().filter((name) => name.startsWith("server-"))) {
    const name = raw.slice("server-".length);
    const path = join(folder.work, "raw", raw);
    new GrowingCsv(join(path, "telemetry-all.csv")).cut(join(path, "telemetry.csv"));
    const known = folder.manifest.servers.find((each) => each.server === name) ?? null;
    const commit = {
      folder: `servers/${name}/end`,
      raw,
      files: [
        {name: "server.log", role: "server-log" as const},
        {name: "telemetry.csv", role: "telemetry" as const}
      ],
      server: known === null ? null : name,
      point: null,
      serverEntry: known,
      account: {server: name, event: "recovered", problem: "the runner was killed"}
    };
    folder.record(commit);
    folder.store(commit);
    recovered.push(name);
  }
  return recovered;
}

/** The configuration's own name for its first start in this run, then .2, .3. */
function freeName(context: SweepContext, id: string): string {
  const taken = new Set(context.folder.manifest.servers.map((each) => each.server));
  const accounts = context.folder.account.servers.map((each) => each["server"]);
  const {first, step} = context.starts;
  for (let n = first; ; n += step) {
    const name = n === 1 ? id : `${id}.${n}`;
    if (!taken.has(name) && !accounts.includes(name)) return name;
  }
}
