import {existsSync, readFileSync, statfsSync} from "node:fs";
import {join} from "node:path";
import {Problem} from "../../src/model/problem.js";
import {calibrate, type Calibration} from "../client/calibrate.js";
import type {Client} from "../client/client.js";
import {recoverBoots} from "./boot-session.js";
import {chooseClient} from "./choose-client.js";
import {refuseOtherConditions, refuseOtherPoints} from "./conditions.js";
import {EvidenceReader} from "./evidence.js";
import {fingerprint, type FingerprintParts} from "./fingerprint.js";
import {configSha256, hostFacts, hostFingerprint, knownSecrets, type HostFacts} from "./host.js";
import {highestLoad, streamsOf} from "./loads.js";
import {freshManifest} from "./manifest-entries.js";
import type {Plan, PlannedServer} from "./planned.js";
import {pointParts} from "./point-parts.js";
import {ProcessRegister} from "./process-register.js";
import {runBoot} from "./run-boot.js";
import {readManifest, RunFolder} from "./run-folder.js";
import {lockRun} from "./run-lock.js";
import {ensureWritable, storageProblem} from "./storage-problem.js";
import type {Spec} from "./spec.js";
import {storePending, type StartNumbers, type SweepContext} from "./sweep-context.js";
import type {SweepEvent} from "./sweep-event.js";
import type {SweepReport} from "./sweep-report.js";

export interface SweepOptions {
  readonly spec: Spec;
  /** Path of the spec. */
  readonly file: string;
  readonly plan: Plan;
  /** Folder of runs. */
  readonly runs: string;
  /** Name of the run's folder. */
  readonly run: string;
  /** Go on with a run that is there. */
  readonly resume: boolean;
  /** Only store what a killed runner left; measure nothing. */
  readonly recover: boolean;
  readonly only: ((point: string) => boolean) | null;
  readonly signal: AbortSignal;
  readonly emit: (event: SweepEvent) => void;
  readonly register?: ProcessRegister;
  /** Numbers of the starts that are named here, when other runners measure further starts of the same servers. */
  readonly starts?: StartNumbers;
  /** For tests: what writes a stored file. */
  readonly write?: (path: string, bytes: Uint8Array) => void;
}

/**
 * Runs a planned sweep in its folder and leaves it in a state that loaders read, whatever happens. Failing points and
 * servers are in the report; a Problem is thrown for what stops the sweep: a lock, a full disk, other conditions than
 * the run's. Aborted, everything it has started is ended before the signal's reason is thrown.
 */
export async function runSweep(options: SweepOptions): Promise<SweepReport> {
  const begin = performance.now();
  const path = join(options.runs, options.run);
  const before = readManifest(path);
  if (before !== null && !options.resume) {
    throw new Problem(`the run has ${before.points.length} points already`, {
      where: path,
      remedy: "--resume goes on with it, --fresh starts another beside it"
    });
  }
  const register = options.register ?? new ProcessRegister();
  for (const {what, pid} of await register.endLeftovers(10)) {
    options.emit({kind: "note", text: `ended ${what} (process ${pid}) that a killed runner left behind`});
  }
  const fresh = freshManifest(options.run, options.spec, options.plan.kind);
  if (before !== null && before.kind !== options.plan.kind) {
    throw new Problem("measured and simulated data never mix in one run", {
      where: path,
      value: [before.kind, options.plan.kind]
    });
  }
  ensureWritable(path);
  const release = await lockRun(path);
  const clients = new Map<string, Client>();
  try {
    const folder = RunFolder.open(path, fresh, {
      secrets: knownSecrets(),
      ...(options.write === undefined ? {} : {write: options.write})
    });
    const context = await prepare(options, folder, register, clients);
    for (const {point, repeat, why} of folder.dropDamaged())
      options.emit({kind: "note", text: `${point}#${repeat} counts as not measured: ${why}`});
    for (const name of recoverBoots(context))
      options.emit({kind: "note", text: `stored the log that a killed runner left of ${name}`});
    if (options.recover) return reportOf(context, options, begin);
    try {
      await measureAll(context, options, clients);
    } finally {
      storeQuietly(context);
      finish(context, begin);
    }
    return reportOf(context, options, begin);
  } catch (error) {
    throw storageProblem(path, error) ?? error;
  } finally {
    await Promise.all([...clients.values()].map((client) => client.close()));
    await release();
    RunFolder.tidy(path);
  }
}

async function prepare(
  options: SweepOptions,
  folder: RunFolder,
  register: ProcessRegister,
  clients: Map<string, Client>
): Promise<SweepContext> {
  const {spec, plan, file, signal, emit, only} = options;
  const facts = new Map<string, HostFacts>();
  const known = new Map<string, Promise<HostFacts>>();
  for (const server of plan.servers) {
    const key = JSON.stringify([server.target, server.environment]);
    const found = known.get(key) ?? hostFacts(server);
    known.set(key, found);
    facts.set(server.id, await found);
  }
  const parts = (server: PlannedServer): FingerprintParts => ({
    ...hostFingerprint(facts.get(server.id)!),
    precision: server.precision,
    gpus: server.gpus,
    model: {name: server.model.name, weights: server.model.weights, config_sha256: configSha256(server.model.config)},
    flags: server.command.slice(server.command.indexOf(server.model.path)),
    environment: server.environment
  });
  return {
    spec,
    file,
    plan,
    folder,
    evidence: new EvidenceReader(folder),
    register,
    signal,
    emit,
    only,
    deadline: spec.budget_s === undefined ? Number.POSITIVE_INFINITY : performance.now() + spec.budget_s * 1e3,
    client: (server) => clients.get(server.target)!,
    facts: (server) => facts.get(server.id)!,
    parts,
    fingerprint: (server, point) =>
      fingerprint({
        ...parts(server),
        point: pointParts(point),
        client: clients.get(server.target)?.name ?? folder.manifest.client.name
      }),
    freeBytes: () => {
      const {bavail, bsize} = statfsSync(folder.path);
      return bavail * bsize;
    },
    failures: [],
    expectedFailures: [],
    leftOut: [],
    overheads: [],
    pending: null,
    ready: Promise.resolve(),
    starts: options.starts ?? {first: 1, step: 1}
  };
}

async function measureAll(context: SweepContext, options: SweepOptions, clients: Map<string, Client>): Promise<void> {
  const {plan, spec, signal, emit, folder} = context;
  const todo = plan.boots
    .flatMap(({boot}) => boot.points)
    .filter((point) => context.only?.(point.point) !== false && !isComplete(context, point));
  emit({kind: "plan", points: todo.length, estimate_s: todo.reduce((sum, point) => sum + point.estimate_s, 0)});
  refuseOtherConditions(context);
  refuseOtherPoints(context);
  // A client takes up to 25 s to import vLLM and a server a minute or two to start: both at once.
  context.ready = startClients(context, clients);
  context.ready.catch(() => undefined); // told where it is awaited
  folder.account["spec_file"] = options.file.split("/").at(-1);
  folder.account["order"] = plan.boots.map(({boot}) => ({
    start: boot.name,
    points: boot.points.map((point) => `${point.point}#${point.repeat}`)
  }));
  folder.manifest.spec = spec;
  folder.writeManifest();
  for (const [i, {server: id, boot}] of plan.boots.entries()) {
    signal.throwIfAborted();
    const server = plan.servers.find((each) => each.id === id)!;
    const last = !plan.boots.slice(i + 1).some((each) => each.server === id);
    await runBoot(context, server, boot, last);
  }
  await context.ready;
}

function isComplete(context: SweepContext, wanted: {point: string; repeat: number}): boolean {
  return context.folder.manifest.points.some(
    (each) => each.point === wanted.point && each.repeat === wanted.repeat && each.status === "ok"
  );
}

async function startClients(context: SweepContext, clients: Map<string, Client>): Promise<void> {
  const {plan, spec, signal, emit, folder} = context;
  for (const server of plan.servers) {
    if (clients.has(server.target)) continue;
    const {client, version, notes} = await chooseClient(spec.client, server, signal);
    clients.set(server.target, client);
    for (const text of notes) emit({kind: "note", text});
    const known = folder.manifest.client;
    if (folder.manifest.points.length > 0 && (known.name !== client.name || known.version !== version)) {
      throw new Problem("the run was measured by another client", {
        where: folder.path,
        value: {before: [known.name, known.version], now: [client.name, version]},
        remedy: "use --fresh for a run of its own"
      });
    }
    const calibration =
      known.calibration ?? (spec.calibrate === false ? null : await calibrateClient(context, client, server));
    folder.manifest.client = {name: client.name, version, calibration};
  }
}

/** At one stream, at a hundred and at the most that the plan and its searches may ask for, up to 512. */
async function calibrateClient(
  context: SweepContext,
  client: Client,
  server: PlannedServer
): Promise<Calibration | null> {
  const most = Math.max(
    1,
    ...context.plan.boots.flatMap(({boot}) => boot.points.map((point) => streamsOf(point.load))),
    ...(context.spec.searches ?? []).map((search) => streamsOf(highestLoad(search)))
  );
  const streams = [...new Set([1, Math.min(100, most), Math.min(512, most)])];
  context.emit({kind: "note", text: `calibrating the client ${client.name} at ${streams.join(", ")} streams`});
  try {
    return await calibrate(client, {
      streams,
      output_tokens: 16,
      rounds: 2,
      tokenizer: server.model.tokenizer,
      signal: context.signal
    });
  } catch (error) {
    context.signal.throwIfAborted();
    context.emit({
      kind: "note",
      text: `the client was not calibrated: ${error instanceof Error ? error.message : String(error)}`
    });
    return null;
  }
}

function storeQuietly(context: SweepContext): void {
  try {
    storePending(context);
  } catch {
    // recorded in the journal: the next start stores it
  }
}

function finish(context: SweepContext, begin: number): void {
  const {folder, leftOut, failures, overheads} = context;
  const {account} = folder;
  account["left_out"] = leftOut.map(({points, why}) => ({
    why,
    points: points.map((point) => `${point.point}#${point.repeat}`)
  }));
  account["failures"] = failures;
  account["sessions"] = [
    ...((account["sessions"] ?? []) as unknown[]),
    {
      ended_utc: new Date().toISOString(),
      took_s: (performance.now() - begin) / 1e3,
      points: overheads.length,
      overhead_mean_s: mean(overheads),
      overhead_max_s: overheads.length === 0 ? null : Math.max(...overheads)
    }
  ];
  try {
    folder.writeManifest();
  } catch (error) {
    if (storageProblem(folder.path, error) === null) throw error; // the manifest that is there stays whole
  }
}

function reportOf(context: SweepContext, options: SweepOptions, begin: number): SweepReport {
  const {folder, overheads} = context;
  return {
    run: options.run,
    folder: folder.path,
    measured: overheads.length,
    failures: context.failures,
    expected_failures: context.expectedFailures,
    left_out: context.leftOut,
    overhead_mean_s: mean(overheads),
    overhead_max_s: overheads.length === 0 ? null : Math.max(...overheads),
    searches: (folder.account["searches"] ?? []) as unknown[],
    adaptive: (folder.account["adaptive"] ?? []) as unknown[],
    took_s: (performance.now() - begin) / 1e3
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
}

/** Whether a run of that name is there, and how many points it has. */
export function existingRun(runs: string, run: string): boolean {
  return existsSync(join(runs, run, "manifest.json")) && readFileSync(join(runs, run, "manifest.json")).length > 0;
}
