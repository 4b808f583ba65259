import {dirname, resolve} from "node:path";
import {precisions} from "../../src/model/physics/precision.js";
import {Problem} from "../../src/model/problem.js";
import {parseFaults} from "../simulated/fault.js";
import {simulatedFlags} from "../simulated/options.js";
import {knownGpus} from "./known-gpus.js";
import {loadsOf} from "./loads.js";
import {nearest} from "../../loaders/nearest.js";
import {nRequests} from "./n-requests.js";
import type {Spec} from "./spec.js";
import type {YamlIssue} from "../../loaders/yaml-issue.js";
import type {Path} from "../../loaders/yaml-source.js";
import {traceSummary} from "./trace-summary.js";

/**
 * The rules between a spec and what it speaks of: GPUs of data/hardware.yaml, what the simulated target can play, trace
 * files. Empty when all hold. @param file the spec's path: traces are relative to it
 */
export function checkHosts(spec: Spec, file: string): YamlIssue[] {
  return [...targets(spec), ...simulated(spec), ...traces(spec, dirname(resolve(file)))];
}

function targets(spec: Spec): YamlIssue[] {
  return Object.entries(spec.targets ?? {}).flatMap(([id, {gpu}]) =>
    gpu === undefined ? [] : oneOf(gpu, [...knownGpus().keys()], ["targets", id, "gpu"], "GPU in data/hardware.yaml")
  );
}

function simulated(spec: Spec): YamlIssue[] {
  const all = spec.targets ?? {local: {}};
  const engine = (id: string | undefined): string => all[id ?? Object.keys(all)[0]!]?.engine ?? "vllm";
  return [
    ...Object.entries(all).flatMap(([id, {flags}]) => flagsOf(flags, engine(id), ["targets", id, "flags"])),
    ...Object.entries(spec.servers).flatMap(([id, server]) => [
      ...flagsOf(server.flags, engine(server.target), ["servers", id, "flags"]),
      ...(server.precision === undefined || engine(server.target) === "vllm"
        ? []
        : oneOf(server.precision, precisions, ["servers", id, "precision"], "precision"))
    ])
  ];
}

function flagsOf(given: Readonly<Record<string, unknown>> | undefined, engine: string, path: Path): YamlIssue[] {
  return Object.entries(given ?? {}).flatMap(([flag, value]): YamlIssue[] => {
    const plain = flag.replaceAll("_", "-");
    if (!plain.startsWith("sim-")) return [];
    if (engine === "vllm") return [{path: [...path, flag], rule: "is a flag of the simulated target", value: flag}];
    const unknown = oneOf(plain, simulatedFlags, [...path, flag], "flag of the simulated target");
    return unknown.length > 0 || plain !== "sim-fault" ? unknown : faults(value, [...path, flag]);
  });
}

function faults(value: unknown, path: Path): YamlIssue[] {
  try {
    parseFaults([value].flat().map(String));
    return [];
  } catch (error) {
    return [{path, rule: error instanceof Problem ? error.message : String(error)}];
  }
}

function traces(spec: Spec, folder: string): YamlIssue[] {
  return spec.workloads.flatMap(({trace, load, n_requests}, i): YamlIssue[] => {
    if (trace === undefined) return [];
    const path = ["workloads", i, "trace"];
    let n: number;
    try {
      ({n} = traceSummary(resolve(folder, trace)));
    } catch (error) {
      return [{path, rule: error instanceof Error ? error.message : String(error)}];
    }
    if (n === 0) return [{path, rule: "the trace has no requests", value: trace}];
    const rule = n_requests ?? spec.n_requests;
    const wanted =
      typeof rule === "number" ? loadsOf(load ?? spec.load ?? {}).map((each) => nRequests(rule, each)) : [];
    if (Math.max(0, ...wanted) <= n) return [];
    const at = n_requests === undefined ? ["n_requests"] : ["workloads", i, "n_requests"];
    return [{path: at, rule: `the trace ${trace} has ${n} requests`, value: rule}];
  });
}

function oneOf(value: string, valid: readonly string[], path: Path, noun: string): YamlIssue[] {
  if (valid.includes(value)) return [];
  const meant = nearest(value, valid);
  const remedy = meant === null ? `known: ${valid.join(", ")}` : `did you mean ${meant}?`;
  return [{path, rule: `no such ${noun}`, value, remedy}];
}
