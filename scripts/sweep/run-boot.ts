import {join} from "node:path";
import type {PointPlan} from "../client/client.js";
import {Problem} from "../../src/model/problem.js";
import {BootSession} from "./boot-session.js";
import {clientPlan, shortPath} from "./client-plan.js";
import {FurtherPoints} from "./further-points.js";
import {pointEntry} from "./manifest-entries.js";
import {measurePoint, type PointOutcome} from "./measure-point.js";
import type {PlannedBoot, PlannedPoint, PlannedServer} from "./planned.js";
import {pointParts} from "./point-parts.js";
import type {Commit} from "./run-folder.js";
import {sampleMetrics} from "./sampling.js";
import {storePending, type SweepContext} from "./sweep-context.js";

/** Restarts of a dying server that one planned start may use. */
const restartsAllowed = 3;
/** Room that a point needs at least: its files, twice. */
const leastFreeBytes = 64 * 2 ** 20;

/**
 * One planned start of a server: measures what is still missing of its points, then what searches and adaptive repeats
 * ask for. A point that fails is tried once more, on a new server when the old one has died or hangs, and then recorded.
 */
export async function runBoot(
  context: SweepContext,
  planned: PlannedServer,
  boot: PlannedBoot,
  last: boolean
): Promise<void> {
  const run = new BootRun(context, planned);
  if (planned.expect === "failure") return run.expectFailure();
  const all = context.plan.boots.filter((each) => each.server === planned.id).flatMap((each) => each.boot.points);
  const further = new FurtherPoints(context.spec, context.file, planned, all, context.evidence);
  try {
    await run.measureAll(boot.points);
    await run.measureFurther(further, (hindrance) => further.nextOfSearches(hindrance));
    if (last) await run.measureFurther(further, (hindrance) => further.nextRepeat(hindrance));
    storePending(context);
  } finally {
    await run.end();
    const {account} = context.folder;
    replaceFor(
      account,
      "searches",
      planned.id,
      further
        .states()
        .map(({next: _next, ...state}) => ({...state, complete: state.result !== null && state.result.complete}))
    );
    replaceFor(
      account,
      "adaptive",
      planned.id,
      further.adaptiveStates().map((state) => ({server: planned.id, ...state}))
    );
  }
}

class BootRun {
  private session: BootSession | null = null;
  private restarts = 0;
  private gaveUp: string | null = null;
  private measuringSince: number | null = null;
  /** Time that points took and was estimated, s; the first point counts once more as estimated. */
  private took = 0;
  private estimated = 0;
  /** performance.now() when the point before ended. */
  private lastEnd = 0;

  constructor(
    private readonly context: SweepContext,
    private readonly planned: PlannedServer
  ) {}

  async expectFailure(): Promise<void> {
    const {context, planned} = this;
    const done = context.folder.manifest.servers.some((each) => each.server === planned.id && each.status === "failed");
    if (done || context.only?.(planned.id) === false) return;
    const started = await BootSession.start(context, planned);
    if (!started.ok) {
      context.expectedFailures.push({server: planned.id, problem: started.problem});
      return;
    }
    await started.end(null);
    context.failures.push({what: `server ${planned.id}`, problem: "was expected to fail and became ready"});
  }

  async measureAll(points: readonly PlannedPoint[]): Promise<void> {
    const missing = points.filter((point) => this.isMissing(point));
    for (const [i, point] of missing.entries()) {
      const why = this.gaveUp ?? this.noTimeFor(point, missing.slice(i + 1));
      if (why === null) await this.measure(point);
      else this.leaveOut(point, why);
    }
  }

  /** Measures what searches or adaptive repeats ask for, until they ask no more. */
  async measureFurther(
    further: FurtherPoints,
    next: (hindrance: (point: PlannedPoint) => string | null) => PlannedPoint | null
  ): Promise<void> {
    const told = new Set<string>();
    const hindrance = (point: PlannedPoint): string | null => {
      const why = this.gaveUp ?? (this.isMissing(point) ? this.noTimeFor(point, []) : "left out by --only");
      if (why !== null && !told.has(point.point)) {
        this.context.emit({kind: "note", text: `${point.point} is not measured: ${why}`});
        told.add(point.point);
      }
      return why;
    };
    for (;;) {
      storePending(this.context); // the decision is made from what is stored
      const point = next(hindrance);
      if (point === null) return;
      this.context.emit({kind: "points-added", points: 1, estimate_s: point.estimate_s, why: point.origin});
      if (!(await this.measure(point))) further.failed(point, this.gaveUp ?? "the measurement failed");
    }
  }

  async end(): Promise<void> {
    const {session} = this;
    this.session = null;
    await session?.end(null);
  }

  private isMissing(point: PlannedPoint): boolean {
    const {only, folder} = this.context;
    if (only?.(point.point) === false) return false;
    return !folder.manifest.points.some(
      (each) => each.point === point.point && each.repeat === point.repeat && each.status === "ok"
    );
  }

  /** Why there is no time for a point; the sentinel that stands last keeps its share. */
  private noTimeFor(point: PlannedPoint, rest: readonly PlannedPoint[]): string | null {
    const {context, planned} = this;
    const pace = this.estimated === 0 ? 1 : this.took / this.estimated;
    const now = performance.now();
    const reserve = rest.at(-1)?.sentinel === true ? rest.at(-1)!.estimate_s : 0;
    const last = point.sentinel && rest.length === 0; // drift shows only when it is measured: it may overrun
    const needed = last ? 0 : (point.estimate_s + reserve) * pace;
    if (now + needed * 1e3 > context.deadline) return "the sweep's budget_s is used up";
    const start = this.measuringSince ?? now;
    if (planned.budget_s !== null && (now - start) / 1e3 + needed > planned.budget_s)
      return `the server's budget_s (${planned.budget_s} s) is used up`;
    return null;
  }

  private leaveOut(point: PlannedPoint, why: string): void {
    const {leftOut, emit} = this.context;
    const group = leftOut.find((each) => each.why === why);
    if (group) group.points.push(point);
    else leftOut.push({points: [point], why});
    emit({kind: "points-left-out", points: [point], why});
  }

  /** True when the point has been measured. */
  private async measure(point: PlannedPoint): Promise<boolean> {
    const {context} = this;
    for (let attempt = 1; ; attempt++) {
      const session = await this.ready();
      if (session === null) {
        this.leaveOut(point, this.gaveUp!);
        return false;
      }
      if (context.freeBytes() < leastFreeBytes) {
        throw new Problem("the disk is full", {
          where: context.folder.path,
          value: `${Math.floor(context.freeBytes() / 2 ** 20)} MiB free`,
          remedy: "make room, then go on with --resume: nothing that is complete is lost",
          exitCode: 3
        });
      }
      context.emit({kind: "point-start", point});
      const raw = `${point.point}#${point.repeat}`;
      const plan = clientPlan(context, this.planned, point, session.server.api.baseUrl, context.folder.rawFolder(raw));
      const outcome = await measurePoint({
        point,
        plan,
        server: session.server,
        client: context.client(this.planned),
        raw: join(context.folder.work, "raw", raw),
        telemetry: session.telemetry,
        sampleMetrics: (path) => sampleMetrics(session.server, path),
        meanwhile: () => storePending(context),
        signal: context.signal
      });
      const doubtful = outcome.problem !== null || outcome.values!.failed > 0;
      const death = doubtful ? await session.server.dying() : session.server.death();
      const hangs = doubtful && death === null && !(await session.server.api.isHealthy(5000, context.signal));
      context.signal.throwIfAborted();
      const lost = death?.problem ?? (hangs ? "the server hangs: no answer on /health" : null);
      const good = outcome.problem === null && lost === null;
      if (good) {
        this.record(point, session, plan, outcome, null);
        return true;
      }
      const problem = [
        lost,
        outcome.problem ??
          (outcome.values!.failed > 0 ? `${outcome.values!.failed} of ${outcome.values!.n} requests failed` : null)
      ]
        .filter((each) => each !== null)
        .join("; ");
      const again = attempt === 1;
      context.emit({kind: "point-failed", point, problem, retried: again});
      storePending(context);
      if (lost !== null) await this.lose(session, lost);
      this.lastEnd = performance.now();
      if (again) {
        const {point: name, repeat} = point;
        context.folder.account.points.push({point: name, repeat, server: session.name, problem, retried: true});
      } else {
        this.record(point, session, plan, outcome, problem);
        storePending(context);
        return false;
      }
    }
  }

  /** A ready server: the one that runs, or a new one. Null when this start is given up. */
  private async ready(): Promise<BootSession | null> {
    if (this.session !== null) return this.session;
    if (this.gaveUp !== null) return null;
    const {context, planned} = this;
    if (this.restarts > restartsAllowed) {
      this.gaveUp = `the server died ${this.restarts} times`;
      return null;
    }
    storePending(context);
    const started = await BootSession.start(context, planned);
    if (!started.ok) {
      this.gaveUp = "the server did not start";
      context.failures.push({what: `server ${planned.id}`, problem: started.problem});
      return null;
    }
    this.session = started;
    await context.ready;
    this.lastEnd = performance.now();
    this.measuringSince ??= this.lastEnd;
    return started;
  }

  private async lose(session: BootSession, why: string): Promise<void> {
    this.session = null;
    this.restarts++;
    await session.end(why);
  }

  private record(
    point: PlannedPoint,
    session: BootSession,
    plan: PointPlan,
    outcome: PointOutcome,
    problem: string | null
  ): void {
    const {context, planned} = this;
    const now = performance.now();
    // From the end of the point before: what happens between two points is overhead too.
    const total = (now - this.lastEnd) / 1e3;
    this.lastEnd = now;
    const times = {
      ...outcome.times,
      total_s: total,
      overhead_s: outcome.times.overhead_s + total - outcome.times.total_s
    };
    const failedRequests = outcome.values?.failed ?? 0;
    const some = failedRequests > 0 ? `${failedRequests} of ${outcome.values!.n} requests failed` : null;
    const client = context.client(planned);
    const command = client.command(plan).map((part) => shortPath(part, context.folder.path));
    const entry = pointEntry(point, session.name, {
      ok: problem === null,
      problem: problem ?? some,
      measured: outcome.measured,
      fingerprint: context.fingerprint(planned, point),
      command
    });
    const raw = `${point.point}#${point.repeat}`;
    const attempt =
      context.folder.account.points.filter((each) => each["point"] === point.point && each["repeat"] === point.repeat)
        .length + 1;
    const commit: Commit = {
      folder:
        problem === null
          ? `points/${point.point}/${point.repeat}`
          : `failures/${point.point}/${point.repeat}-${attempt}`,
      raw,
      files: outcome.files,
      server: session.name,
      point: entry,
      serverEntry: null,
      account: {
        point: point.point,
        repeat: point.repeat,
        origin: point.origin,
        server: session.name,
        ...(point.workload.kind === "trace" ? {trace: pointParts(point)["workload"]} : {}),
        ...times,
        values: outcome.values,
        prefix_cache_hit_tokens: outcome.prefix_cache_hit_tokens,
        preemptions: outcome.preemptions,
        problem
      }
    };
    context.folder.record(commit);
    context.pending = commit;
    if (problem !== null) {
      context.failures.push({what: `point ${point.point}#${point.repeat}`, problem});
      return;
    }
    if (some !== null) context.failures.push({what: `point ${point.point}#${point.repeat}`, problem: some});
    context.overheads.push(times.overhead_s);
    if (this.estimated === 0) this.took = this.estimated = point.estimate_s;
    this.took += times.total_s;
    this.estimated += point.estimate_s;
    context.emit({kind: "point-done", point, values: outcome.values!, overhead_s: times.overhead_s});
  }
}

function replaceFor(
  account: Record<string, unknown>,
  key: string,
  server: string,
  entries: readonly {readonly server: string}[]
): void {
  const others = ((account[key] ?? []) as {server: string}[]).filter((each) => each.server !== server);
  account[key] = [...others, ...entries];
}
