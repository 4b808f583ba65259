import {sampleFloor} from "../../src/model/statistics/sample-floor.js";
import {adaptiveState, type AdaptiveState} from "./adaptive.js";
import {estimateBasis} from "./estimate.js";
import type {EvidenceReader} from "./evidence.js";
import {kneeStep, type Knee} from "./knee-search.js";
import {searchLoad, type Raised} from "./loads.js";
import {together, type LimitCheck} from "./measured-values.js";
import {nRequests} from "./n-requests.js";
import {clientWorkload, planPoint} from "./plan.js";
import type {PlannedPoint, PlannedServer} from "./planned.js";
import {loadName, shapeName} from "./point-name.js";
import {sloStep, type SloBracket, type Trial} from "./slo-search.js";
import type {Spec, SpecRequests, SpecSearch} from "./spec.js";

/** One trial of an SLO search, for the manifest. */
interface SloTrial extends Trial {
  readonly point: string;
  readonly repeat: number;
  readonly checks: readonly LimitCheck[];
  readonly binding: string | null;
}

/** How a search stands, for the manifest. */
export interface SearchState {
  readonly name: string;
  readonly server: string;
  readonly kind: "slo" | "knee";
  readonly over: Raised;
  readonly shape: string;
  readonly limits: Readonly<Record<string, number>> | null;
  readonly result: SloBracket | Knee | null;
  /** The limit that stops the first level that failed. */
  readonly binding: string | null;
  readonly trials: readonly unknown[];
  /** The next measurement it wants; null when it is done. */
  readonly next: PlannedPoint | null;
  /** Why it has no result: time, a measurement that failed, a server that did not start. Null while nothing stops it. */
  readonly stopped: string | null;
}

/** Why a point cannot be measured now; null when it can. */
type Hindrance = (point: PlannedPoint) => string | null;

/** The points that are decided by what has been measured: searches and adaptive repeats of one server. */
export class FurtherPoints {
  /** Measurements that each search has asked for in this run of the runner. */
  private readonly added = new Map<string, number>();
  /** Why a search (by its name) or an adaptive series (by its point) goes no further in this run of the runner. */
  private readonly stopped = new Map<string, string>();
  /** The search or series that has asked for a measurement. */
  private readonly askedBy = new Map<PlannedPoint, string>();

  constructor(
    private readonly spec: Spec,
    private readonly file: string,
    private readonly server: PlannedServer,
    private readonly planned: readonly PlannedPoint[],
    private readonly evidence: EvidenceReader
  ) {}

  /** The next point of the first search that wants one which nothing hinders. */
  nextOfSearches(hindrance: Hindrance): PlannedPoint | null {
    for (const [i, search] of this.searches()) {
      const {next, name} = this.state(search, i);
      if (next === null || !this.mayAsk(name, next, hindrance)) continue;
      this.added.set(name, (this.added.get(name) ?? 0) + 1);
      return next;
    }
    return null;
  }

  /** A measurement that was asked for did not come about: who asked for it asks no more, the others do. */
  failed(point: PlannedPoint, why: string): void {
    this.stopped.set(this.askedBy.get(point)!, `${point.point}#${point.repeat}: ${why}`);
  }

  states(): SearchState[] {
    return this.searches().map(([i, search]) => this.state(search, i));
  }

  /** The next repeat that an adaptive rule wants and nothing hinders. */
  nextRepeat(hindrance: Hindrance): PlannedPoint | null {
    for (const rule of this.server.adaptive) {
      const name = `${this.server.id}-${rule.point}`;
      const model = this.planned.find((each) => each.point === name);
      if (model === undefined || this.adaptive(rule).enough) continue;
      const repeat = this.freeRepeat(name);
      const next: PlannedPoint = {...model, ...this.seeded(model, repeat), repeat, sentinel: false, origin: "adaptive"};
      if (this.mayAsk(name, next, hindrance)) return next;
    }
    return null;
  }

  /** How each adaptive series stands; `stopped` says what ended one that is neither narrow enough nor at its most. */
  adaptiveStates(): (AdaptiveState & {
    readonly point: string;
    readonly target: number;
    readonly stopped: string | null;
  })[] {
    return this.server.adaptive.map((rule) => {
      const point = `${this.server.id}-${rule.point}`;
      const state = this.adaptive(rule);
      const stopped = state.enough ? null : (this.stopped.get(point) ?? null);
      return {point, target: rule.until_half_width, ...state, stopped};
    });
  }

  /** Notes who asks, and what hinders the measurement if something does. */
  private mayAsk(name: string, point: PlannedPoint, hindrance: Hindrance): boolean {
    if (this.stopped.has(name)) return false;
    const why = hindrance(point);
    if (why === null) this.askedBy.set(point, name);
    else this.stopped.set(name, why);
    return why === null;
  }

  private adaptive(rule: PlannedServer["adaptive"][number]): AdaptiveState {
    return adaptiveState(
      rule,
      this.evidence.of(`${this.server.id}-${rule.point}`).map((each) => each.values)
    );
  }

  private searches(): [number, SpecSearch][] {
    return (this.spec.searches ?? [])
      .map((search, i): [number, SpecSearch] => [i, search])
      .filter(([, search]) => search.servers?.includes(this.server.id) ?? true);
  }

  private state(search: SpecSearch, index: number): SearchState {
    const name = search.name ?? `${search.kind}-${index + 1}`;
    const over = search.over ?? "concurrency";
    const shape = shapeName(search.input_tokens, search.output_tokens);
    const range = {from: search.from ?? 1, to: search.to ?? 256, max_points: search.max_points ?? 16};
    const added = this.added.get(name) ?? 0;
    const measured = this.levels(shape, over);
    const base = {name, server: this.server.id, kind: search.kind, over, shape, stopped: null};
    const stopped = this.stopped.get(name) ?? null;
    if (search.kind === "knee") {
      const trials = measured.map(({level, values}) => ({level, output_tokens_per_s: values.output_tokens_per_s}));
      const step = kneeStep(range, trials, added);
      if ("done" in step) return {...base, limits: null, result: step.done, binding: null, trials, next: null};
      const next = this.point(search, shape, over, step.measure, this.ruleOf(search));
      return {...base, stopped, limits: null, result: null, binding: null, trials, next};
    }
    const trials = measured.flatMap((each): SloTrial[] => {
      const checks = this.evidence.limits(each.point, each.repeat, search.limits);
      if (checks === null) return [];
      const full = each.values.n >= this.fullRequests(search, over, each.level);
      return [{level: each.level, full, ...together(checks), point: each.point, repeat: each.repeat, checks}];
    });
    const step = sloStep({...range, whole: over === "concurrency"}, trials, added);
    const binding = trials
      .filter((trial) => trial.outcome !== "pass")
      .reduce<SloTrial | null>((low, trial) => (low === null || trial.level < low.level ? trial : low), null);
    const so = {...base, limits: search.limits, binding: binding?.binding ?? null, trials};
    if ("done" in step) return {...so, result: step.done, next: null};
    const rule = step.full ? this.fullRequests(search, over, step.measure) : this.ruleOf(search);
    return {...so, stopped, result: null, next: this.point(search, shape, over, step.measure, rule)};
  }

  /** Requests with which a level can pass: the sample floor of the strictest percentile, or the rule if that is more. */
  private fullRequests(search: Extract<SpecSearch, {kind: "slo"}>, over: Raised, level: number): number {
    const shares = Object.keys(search.limits).map((metric) => Number(/_p(\d+)_/.exec(metric)![1]) / 100);
    return Math.max(nRequests(this.ruleOf(search), searchLoad(over, level)), ...shares.map(sampleFloor));
  }

  private ruleOf(search: SpecSearch): SpecRequests | undefined {
    return search.n_requests ?? this.spec.n_requests;
  }

  private levels(shape: string, over: Raised) {
    const prefix = `${this.server.id}-${shape}-${over === "concurrency" ? "c" : "r"}`;
    const names = this.evidence.names().filter((name) => name.startsWith(prefix));
    return names.flatMap((name) => {
      const level = Number(name.slice(prefix.length));
      return Number.isFinite(level) ? this.evidence.of(name).map((each) => ({...each, level})) : [];
    });
  }

  private point(
    search: SpecSearch,
    shape: string,
    over: Raised,
    level: number,
    rule: SpecRequests | undefined
  ): PlannedPoint {
    const load = searchLoad(over, level);
    const name = `${this.server.id}-${shape}-${loadName(load)}`;
    return planPoint(this.spec, this.server.id, {
      shape,
      workload: clientWorkload(search, this.file),
      load,
      rule,
      repeat: this.freeRepeat(name),
      sentinel: false,
      stage: 100,
      origin: "search",
      basis: estimateBasis(this.spec, this.server)
    });
  }

  private seeded(model: PlannedPoint, repeat: number): Pick<PlannedPoint, "seed"> {
    return {seed: (model.seed + repeat * 7919) % 2 ** 30};
  }

  /** Above every repeat that is planned or measured. */
  private freeRepeat(name: string): number {
    const planned = this.planned.filter((each) => each.point === name).map((each) => each.repeat);
    return Math.max(0, ...planned, ...this.evidence.repeatsOf(name)) + 1;
  }
}
