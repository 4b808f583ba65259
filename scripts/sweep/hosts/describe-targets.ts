import type {Plan} from "../planned.js";
import type {Spec} from "../spec.js";
import {hostCommand} from "./host-command.js";
import {commandLine} from "./quoted.js";
import {sharesOf} from "./share.js";
import {sbatchArguments} from "./slurm-job.js";

/** One share of a sweep over several targets, for --dry-run. */
interface ShareDescription {
  readonly share: string;
  readonly via: string;
  readonly servers: readonly string[];
  /** What starts its runner; BASE and RUN stand for what is known when it starts. Null on this host. */
  readonly command: readonly string[] | null;
}

/** Where each part of a sweep is measured, and the command that starts it there. */
export function describeTargets(spec: Spec, plan: Plan, file: string): ShareDescription[] {
  return sharesOf(spec, plan, file).map(({id, target: name, via, servers, gpus, start}) => {
    const target = spec.targets?.[name] ?? {};
    const [base, bundle] = ["BASE", "BASE/sweepbook.mjs"];
    const runner = hostCommand(target, base, bundle, `${base}/${id}`);
    const to = target.host === undefined ? [] : ["ssh", target.host];
    const folders = new Map([[start?.number ?? null, `${base}/${id}`]]);
    const job = sbatchArguments({name: `sweepbook-RUN-${servers[0]!}`, target, gpus, base, bundle, folders});
    const command = via === "local" ? null : via === "ssh" ? [...to, ...runner] : [...to, ...job];
    return {share: id, via, servers, command};
  });
}

/** The same for people. */
export function targetsText(shares: readonly ShareDescription[]): string {
  const lines = shares.flatMap(({share, via, servers, command}) => [
    `${share} (${via}): ${servers.join(", ")}`,
    ...(command === null ? [] : [`  ${commandLine(command)}`])
  ]);
  return `\ntargets, measured at the same time:\n${lines.join("\n")}\n`;
}
