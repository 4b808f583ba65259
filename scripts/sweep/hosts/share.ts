import {existsSync} from "node:fs";
import {basename, dirname, isAbsolute, resolve} from "node:path";
import {sha256} from "../../../loaders/sha256.js";
import {workloadName} from "../check-spec.js";
import type {Plan} from "../planned.js";
import type {Spec} from "../spec.js";
import {asLocal} from "./as-local.js";

/** A part of a sweep that one runner on one host measures, into a run folder of its own. */
export interface Share {
  /** Name of its folder: the target, target.server, or target.server.start. */
  readonly id: string;
  readonly target: string;
  readonly via: "local" | "ssh" | "slurm";
  readonly servers: readonly string[];
  /** The one start of its server that it measures, of so many; null for all. */
  readonly start: {readonly number: number; readonly of: number} | null;
  /** GPUs that its largest server needs. */
  readonly gpus: number;
  /** The spec of this share alone, its files under inputs/. */
  readonly spec: Spec;
  /** Files of this host that it needs, by their path in the share's folder. */
  readonly inputs: ReadonlyMap<string, string>;
}

/**
 * Divides a sweep: all local targets together, one share for each ssh target, and for Slurm one for each server
 * configuration, or for each of its starts where none of them waits for what another has found.
 */
export function sharesOf(spec: Spec, plan: Plan, file: string): Share[] {
  const targets = spec.targets ?? {local: {}};
  const via = (id: string): Share["via"] => targets[id]!.via ?? "local";
  const local = Object.keys(targets).filter((id) => via(id) === "local");
  const share = (id: string, of: readonly string[], servers: readonly string[], start: Share["start"]): Share[] => {
    if (servers.length === 0) return [];
    const {spec: own, inputs} = specOf(spec, plan, of, servers, file);
    const gpus = Math.max(...plan.servers.filter((each) => servers.includes(each.id)).map((each) => each.gpus));
    return [{id, target: of.join("+"), via: via(of[0]!), servers, start, gpus, spec: own, inputs}];
  };
  const serversOf = (of: readonly string[]): string[] =>
    plan.servers.filter((server) => of.includes(server.target)).map((server) => server.id);
  return [
    ...(local.length > 0 ? share(local.join("+"), local, serversOf(local), null) : []),
    ...Object.keys(targets)
      .filter((id) => via(id) === "ssh")
      .flatMap((id) => share(id, [id], serversOf([id]), null)),
    ...Object.keys(targets)
      .filter((id) => via(id) === "slurm")
      .flatMap((id) =>
        serversOf([id]).flatMap((server) => {
          const of = startsApart(spec, plan, server);
          return Array.from({length: of}, (_, i) => (of === 1 ? null : {number: i + 1, of})).flatMap((start) =>
            share([id, server, ...(start === null ? [] : [start.number])].join("."), [id], [server], start)
          );
        })
      )
  ];
}

/** How many starts of a server can be measured without knowing each other. */
function startsApart(spec: Spec, plan: Plan, server: string): number {
  const searched = (spec.searches ?? []).some((search) => search.servers?.includes(server) ?? true);
  const adaptive = plan.servers.find((each) => each.id === server)!.adaptive.length > 0;
  return searched || adaptive ? 1 : plan.boots.filter((each) => each.server === server).length;
}

/** Which share a server's name in the manifest belongs to: the configuration's own, or <configuration>.<n>. */
export function owns(share: Share, name: string): boolean {
  const [, id = name, number = "1"] = /^(.*)\.(\d+)$/.exec(name) ?? [];
  if (!share.servers.includes(id)) return false;
  return share.start === null || (Number(number) - 1) % share.start.of === share.start.number - 1;
}

/** Hash of all that a share is to do: another spec for it is work of another kind. */
export function workHash(share: Share): string {
  return sha256(JSON.stringify([share.spec, share.start]));
}

/** The spec reduced to some servers, on targets that are local to whoever runs it. */
function specOf(
  spec: Spec,
  plan: Plan,
  of: readonly string[],
  servers: readonly string[],
  file: string
): {spec: Spec; inputs: Map<string, string>} {
  const inputs = new Map<string, string>();
  const targets = spec.targets ?? {local: {}};
  const local = of.every((id) => (targets[id]!.via ?? "local") === "local");
  const input = (path: string): string => {
    const here = isAbsolute(path) ? path : resolve(dirname(resolve(file)), path);
    if (local) return here;
    if (!existsSync(here)) return path; // of the host
    const name = `inputs/${sha256(here).slice(0, 8)}-${basename(here).replaceAll(/[^\w.-]/g, "-")}`;
    inputs.set(name, here);
    return name;
  };
  const mine = (names: readonly string[] | undefined): string[] =>
    servers.filter((id) => names === undefined || names.includes(id));
  const model = <M extends {config?: string | undefined}>(given: M): M =>
    given.config === undefined ? given : {...given, config: input(given.config)};
  return {
    inputs,
    spec: {
      ...spec,
      model: model(spec.model),
      targets: Object.fromEntries(of.map((id) => [id, asLocal(targets[id]!)])),
      servers: Object.fromEntries(
        servers.map((id) => {
          const server = spec.servers[id]!;
          const target = plan.servers.find((each) => each.id === id)!.target;
          return [id, {...server, target, ...(server.model === undefined ? {} : {model: model(server.model)})}];
        })
      ),
      workloads: spec.workloads
        .filter((workload) => mine(workload.servers).length > 0)
        .map((workload) => ({
          ...workload,
          servers: mine(workload.servers),
          ...(workload.trace === undefined ? {} : {trace: input(workload.trace), name: workloadName(workload)})
        })),
      searches: (spec.searches ?? [])
        .map((search, i) => ({
          ...search,
          name: search.name ?? `${search.kind}-${i + 1}`,
          servers: mine(search.servers)
        }))
        .filter((search) => search.servers.length > 0)
    }
  };
}
