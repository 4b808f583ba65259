import {randomBytes} from "node:crypto";
import {mkdirSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {Manifest} from "../../../loaders/manifest.js";
import type {KnownSecret} from "../../../loaders/redact.js";
import {Problem} from "../../../src/model/problem.js";
import type {Executor} from "../executor.js";
import {glob} from "../glob.js";
import {knownSecrets} from "../host.js";
import {LocalExecutor} from "../local-executor.js";
import {freshManifest} from "../manifest-entries.js";
import {planSweep} from "../plan.js";
import type {Plan} from "../planned.js";
import type {ProcessRegister} from "../process-register.js";
import {readManifest, RunFolder} from "../run-folder.js";
import {lockRun} from "../run-lock.js";
import type {Spec} from "../spec.js";
import type {SweepEvent} from "../sweep-event.js";
import type {SweepReport} from "../sweep-report.js";
import {emptyReport, message, RemoteExecutor, type RemoteOptions} from "./remote-executor.js";
import {copyFiles} from "./run-copy.js";
import {hostsOf, mergeRun, splitRun} from "./share-runs.js";
import {sharesOf, workHash, type Share} from "./share.js";
import {SlurmExecutor} from "./slurm-executor.js";
import {SlurmQueue} from "./slurm-queue.js";
import {SlurmSubmission} from "./slurm-submission.js";
import {SshExecutor} from "./ssh-executor.js";
import {TargetHost} from "./target-host.js";

export interface ManyOptions {
  readonly spec: Spec;
  readonly file: string;
  readonly plan: Plan;
  readonly runs: string;
  readonly run: string;
  readonly resume: boolean;
  readonly recover: boolean;
  /** Patterns of points; null for all. */
  readonly only: readonly string[] | null;
  readonly register: ProcessRegister;
  /** Between two looks at a host (2 s). */
  readonly poll_ms?: number;
  /** How long a host may be out of reach (600 s). */
  readonly patience_s?: number;
}

/** Whether a sweep leaves this host. */
export function isSpread(spec: Spec): boolean {
  return Object.values(spec.targets ?? {}).some((target) => (target.via ?? "local") !== "local");
}

/**
 * A sweep over several targets at once, itself an executor: each share has one of its own, and its run comes into the
 * one folder. One target's failure leaves the others running.
 */
export class ManyExecutor implements Executor {
  private readonly path: string;
  private folder: RunFolder | null = null;
  private release: (() => Promise<void>) | null = null;
  private readonly lanes: {readonly share: Share; readonly executor: Executor}[] = [];
  private readonly hosts = new Map<string, TargetHost>();
  private emit: (event: SweepEvent) => void = () => undefined;
  private stopping = false;
  private readonly failures: {what: string; problem: string; error: unknown}[] = [];

  constructor(private readonly options: ManyOptions) {
    this.path = join(options.runs, options.run);
  }

  /** Opens the run's folder and gives every share its executor; hosts are reached by follow(), each for itself. */
  async prepare(): Promise<void> {
    const {spec, plan, run, resume, file} = this.options;
    const before = readManifest(this.path);
    if (before !== null && !resume) {
      throw new Problem(`the run has ${before.points.length} points already`, {
        where: this.path,
        remedy: "--resume goes on with it, --fresh starts another beside it"
      });
    }
    if (before !== null && before.kind !== plan.kind) {
      throw new Problem("measured and simulated data never mix in one run", {
        where: this.path,
        value: [before.kind, plan.kind]
      });
    }
    this.release = await lockRun(this.path);
    const folder = RunFolder.open(this.path, freshManifest(run, spec, plan.kind), {secrets: secretsOf(spec)});
    this.folder = folder;
    folder.account["id"] ??= `${run}-${randomBytes(5).toString("hex")}`;
    folder.account["spec_file"] = file.split("/").at(-1);
    folder.manifest.spec = spec;
    folder.writeManifest();
    const known = hostsOf(folder.manifest);
    const shares = sharesOf(spec, plan, file);
    for (const share of shares) {
      const done = known[share.id]?.["complete"] === workHash(share) && this.options.only === null;
      if (!done) this.lanes.push({share, executor: this.executorOf(share)});
    }
  }

  async start(): Promise<void> {
    // every target starts in follow(), when it is ready, without waiting for others
  }

  async follow(emit: (event: SweepEvent) => void): Promise<SweepReport> {
    this.emit = emit;
    const begin = performance.now();
    const targets = [...new Set(this.lanes.map(({share}) => share.target))];
    const reports = (await Promise.all(targets.map((target) => this.followTarget(target)))).flat();
    if (this.stopping) throw new Problem("interrupted", {exitCode: 130});
    const [first] = this.failures;
    if (first !== undefined && reports.length === 0) throw first.error;
    return this.reportOf(reports, (performance.now() - begin) / 1e3);
  }

  /** What has come home is in place already: the folder is left as a run is, and hosts that are done are cleaned. */
  async collect(): Promise<void> {
    await this.close();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.lanes.map(({executor}) => executor.stop().catch(() => undefined)));
  }

  /** Ends connections and gives the folder back. */
  async close(): Promise<void> {
    const hosts = this.folder === null ? {} : hostsOf(this.folder.manifest);
    for (const [target, host] of this.hosts) {
      const mine = this.lanes.filter(({share}) => share.target === target);
      const done = mine.every(({share}) => hosts[share.id]?.["complete"] === workHash(share));
      if (done) await host.clean(mine.map(({share}) => share.id)).catch(() => undefined);
      await host.transport.close();
    }
    this.hosts.clear();
    if (this.lanes.every(({share}) => hosts[share.id]?.["complete"] === workHash(share))) {
      rmSync(join(this.path, ".work", "shares"), {recursive: true, force: true});
    }
    await this.release?.();
    this.release = null;
    RunFolder.tidy(this.path);
  }

  private async followTarget(target: string): Promise<SweepReport[]> {
    const lanes = this.lanes.filter(({share}) => share.target === target);
    const ready = await Promise.all(lanes.map((lane) => this.guarded(lane.share, () => lane.executor.prepare())));
    const started = await Promise.all(
      lanes.map(async (lane, i) => (ready[i] === null ? null : this.guarded(lane.share, () => lane.executor.start())))
    );
    const reports = await Promise.all(
      lanes.map(async (lane, i) => (started[i] === null ? null : this.followShare(lane.share, lane.executor)))
    );
    return reports.filter((report) => report !== null);
  }

  private async followShare(share: Share, executor: Executor): Promise<SweepReport | null> {
    const emit = (event: SweepEvent): void => this.emit({kind: "from", target: share.target, share: share.id, event});
    const report = await this.guarded(share, () => executor.follow(emit));
    const collected = await this.guarded(share, async () => {
      await executor.collect();
      return true;
    });
    const complete =
      report !== null &&
      collected !== null &&
      report.failures.length === 0 &&
      report.left_out.length === 0 &&
      this.options.only === null &&
      !this.options.recover;
    this.account(share, executor, complete);
    return report === null || collected === null ? null : report;
  }

  /** One share's failure is told and kept; null then. */
  private async guarded<T>(share: Share, step: () => Promise<T>): Promise<T | null> {
    try {
      return await step();
    } catch (error) {
      const problem = message(error);
      const what = nameOf(share);
      if (!this.failures.some((each) => each.what === what)) this.failures.push({what, problem, error});
      const event: SweepEvent = {kind: "note", text: `FAILED: ${problem}`};
      if (!this.stopping) this.emit({kind: "from", target: share.target, share: share.id, event});
      return null;
    }
  }

  private account(share: Share, executor: Executor, complete: boolean): void {
    const {folder} = this;
    if (folder === null) return;
    const hosts = hostsOf(folder.manifest);
    const notes = executor instanceof RemoteExecutor ? executor.notes() : null;
    const others = notes?.state?.node.other_jobs ?? null;
    hosts[share.id] = {
      ...hosts[share.id],
      target: share.target,
      via: share.via,
      complete: complete ? workHash(share) : null,
      ...(notes === null
        ? {}
        : {
            clock: [...((hosts[share.id]?.["clock"] ?? []) as unknown[]), ...notes.clock],
            requeues: notes["requeues"] ?? 0,
            attempts: notes.state?.attempts ?? null,
            gpus: notes.state?.node.gpus ?? [],
            other_jobs_on_node: others
          })
    };
    if (others !== null && others > 0) {
      const text = `${share.servers.join(", ")} ran on a node that was shared with other jobs: their load may show in its numbers.`;
      if (!folder.manifest.notes.includes(text)) folder.manifest.notes.push(text);
    }
    const name = nameOf(share);
    const own = this.failures.filter((each) => each.what === name).map(({what, problem}) => ({what, problem}));
    const before = (hosts[share.id]!.failures ?? []).filter(({what}) => what !== name);
    hosts[share.id]!.failures = [...before, ...own];
    folder.writeManifest();
  }

  private take(share: Share, part: Manifest, runs: string): void {
    const {folder} = this;
    if (folder === null) return;
    copyFiles(part.files, join(runs, this.options.run), this.path);
    mergeRun(folder.manifest, part, share);
    folder.writeManifest();
  }

  private reportOf(reports: readonly SweepReport[], took_s: number): SweepReport {
    const measured = reports.reduce((sum, each) => sum + each.measured, 0);
    const overheads = reports.flatMap((each) => (each.overhead_mean_s === null ? [] : [each]));
    const points = overheads.reduce((sum, each) => sum + each.measured, 0);
    return {
      ...emptyReport,
      run: this.options.run,
      folder: this.path,
      measured,
      failures: [
        ...reports.flatMap((each) => each.failures),
        ...this.failures.map(({what, problem}) => ({what, problem}))
      ],
      expected_failures: reports.flatMap((each) => each.expected_failures),
      left_out: reports.flatMap((each) => each.left_out),
      overhead_mean_s:
        points === 0 ? null : overheads.reduce((sum, each) => sum + each.overhead_mean_s! * each.measured, 0) / points,
      overhead_max_s: overheads.length === 0 ? null : Math.max(...overheads.map((each) => each.overhead_max_s!)),
      searches: reports.flatMap((each) => each.searches),
      adaptive: reports.flatMap((each) => each.adaptive),
      took_s
    };
  }

  private executorOf(share: Share): Executor {
    const {spec, file, run, recover, only, poll_ms = 2000, patience_s = 600} = this.options;
    const id = String(this.folder!.account["id"]);
    const arrivals = join(this.path, ".work", "shares", share.id);
    mkdirSync(arrivals, {recursive: true});
    const measured = (): {manifest: Manifest; folder: string} | null => {
      const manifest = splitRun(this.folder!.manifest, share);
      return manifest === null ? null : {manifest, folder: this.path};
    };
    const take = (part: Manifest, runs: string): void => this.take(share, part, runs);
    if (share.via === "local") return this.localExecutor(share, arrivals, measured, take);
    const target = spec.targets![share.target]!;
    const host = this.hosts.get(share.target) ?? new TargetHost(target, file, id);
    this.hosts.set(share.target, host);
    const scratch = target.slurm?.scratch ?? null;
    const key = `${id}-${share.id}`;
    const options: RemoteOptions = {share, only, scratch, key, measured, recover, arrivals, take, poll_ms, patience_s};
    if (share.via === "ssh") return new SshExecutor(host, target, run, options);
    const queue = this.queues.get(share.target) ?? new SlurmQueue(host.transport, poll_ms);
    this.queues.set(share.target, queue);
    const name = `sweepbook-${id}-${share.servers[0]!}`;
    const submission = this.submissions.get(name) ?? new SlurmSubmission(host.transport, queue, name);
    this.submissions.set(name, submission);
    return new SlurmExecutor(host, target, run, queue, submission, spec.timeouts?.stop_s ?? 30, options);
  }

  private readonly queues = new Map<string, SlurmQueue>();
  private readonly submissions = new Map<string, SlurmSubmission>();

  /** This host's share, measured in a folder of its own like every other. */
  private localExecutor(
    share: Share,
    runs: string,
    measured: () => {manifest: Manifest; folder: string} | null,
    take: (part: Manifest, runs: string) => void
  ): Executor {
    const {file, run, only, recover, register} = this.options;
    const seed = measured();
    const own = join(runs, run);
    if (seed !== null && readManifest(own) === null) {
      copyFiles(seed.manifest.files, seed.folder, own);
      writeFileSync(join(own, "manifest.json"), `${JSON.stringify(seed.manifest, null, 1)}\n`);
    }
    const plan = planSweep(share.spec, file);
    const local = new LocalExecutor({
      spec: share.spec,
      file,
      plan,
      runs,
      run,
      resume: true,
      recover,
      only: only === null ? null : glob(only),
      register
    });
    return {
      prepare: () => local.prepare(),
      start: () => local.start(),
      follow: (emit) => local.follow(emit),
      stop: () => local.stop(),
      collect: async () => {
        const manifest = readManifest(own);
        if (manifest !== null) take(manifest, runs);
      }
    };
  }
}

/** Of what failed, for people. */
function nameOf({id, target}: Share): string {
  return id === target ? `target ${target}` : `target ${target}, ${id.slice(target.length + 1)}`;
}

/** Names of hosts, and of the account, are of a person: they stay out of what is stored. */
function secretsOf(spec: Spec): KnownSecret[] {
  const names = Object.values(spec.targets ?? {}).flatMap(({host, slurm}) => [
    ...(host?.split("@") ?? []),
    ...(host === undefined ? [] : [host]),
    ...(slurm?.account === undefined ? [] : [slurm.account]),
    ...(slurm?.nodelist === undefined ? [] : [slurm.nodelist])
  ]);
  const common = new Set(["root", "localhost", "127.0.0.1"]);
  return [
    ...knownSecrets(),
    ...[...new Set(names)]
      .filter((value) => value.length > 2 && !common.has(value))
      .sort((a, b) => b.length - a.length)
      .map((value) => ({class: "host" as const, value}))
  ];
}
