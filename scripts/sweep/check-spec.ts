import {checkTargets} from "./hosts/check-targets.js";
import {lengthRange} from "./length-range.js";
import {nearest} from "../../loaders/nearest.js";
import {loadName, shapeName} from "./point-name.js";
import type {YamlIssue} from "../../loaders/yaml-issue.js";
import {reservedFlags} from "./serve-flags.js";
import type {Spec, SpecLength, SpecWorkload} from "./spec.js";
import {loadsOf} from "./loads.js";
import type {Path} from "../../loaders/yaml-source.js";

/** The rules between fields, which a schema cannot state. Empty when all hold. */
export function checkSpec(spec: Spec): YamlIssue[] {
  return [...servers(spec), ...targets(spec), ...workloads(spec), ...searches(spec), ...sentinel(spec)];
}

function servers(spec: Spec): YamlIssue[] {
  const issues: YamlIssue[] = [];
  const ids = Object.keys(spec.servers);
  if (ids.length === 0) issues.push({path: ["servers"], rule: "needs at least one server, such as {bf16: {}}"});
  const targetIds = Object.keys(spec.targets ?? {local: {}});
  for (const [id, server] of Object.entries(spec.servers)) {
    if (server.target !== undefined)
      issues.push(...known(server.target, targetIds, ["servers", id, "target"], "target"));
    const tp = server.tensor_parallel ?? 1;
    if (server.gpus !== undefined && server.gpus < tp) {
      issues.push({
        path: ["servers", id, "gpus"],
        rule: `must be at least tensor_parallel (${tp})`,
        value: server.gpus
      });
    }
    if (/\.\d+$/.test(id)) {
      issues.push({
        path: ["servers", id],
        rule: "must not end in .NUMBER: later starts of a server are named so",
        value: id
      });
    }
    issues.push(...flags(server.flags, ["servers", id, "flags"]));
  }
  return issues;
}

function flags(given: Readonly<Record<string, unknown>> | undefined, path: Path): YamlIssue[] {
  return Object.keys(given ?? {}).flatMap((flag) => {
    const plain = flag.replaceAll("_", "-");
    if (flag.startsWith("-")) return [{path: [...path, flag], rule: "is written without leading dashes", value: flag}];
    const why = reservedFlags[plain];
    return why === undefined ? [] : [{path: [...path, flag], rule: "is set by the runner", value: flag, remedy: why}];
  });
}

function targets(spec: Spec): YamlIssue[] {
  const entries = Object.entries(spec.targets ?? {});
  const issues = entries.flatMap(([id, target]) => flags(target.flags, ["targets", id, "flags"]));
  if (spec.targets !== undefined && entries.length === 0)
    issues.push({path: ["targets"], rule: "needs at least one target"});
  issues.push(...checkTargets(entries));
  const engines = new Set(entries.map(([, target]) => target.engine ?? "vllm"));
  if (engines.size > 1) {
    issues.push({
      path: ["targets"],
      rule: "vllm and simulated targets cannot share a run: measured and simulated data never mix",
      remedy: "write two specs"
    });
  }
  return issues;
}

function workloads(spec: Spec): YamlIssue[] {
  const issues: YamlIssue[] = [];
  const ids = Object.keys(spec.servers);
  const seen = new Map<string, number>();
  for (const [i, workload] of spec.workloads.entries()) {
    const path = ["workloads", i];
    const lengths = [workload.input_tokens, workload.output_tokens];
    if (workload.trace === undefined && lengths.includes(undefined)) {
      issues.push({path, rule: "needs input_tokens and output_tokens, or a trace"});
      continue;
    }
    if (workload.trace !== undefined && lengths.some((length) => length !== undefined)) {
      issues.push({
        path: [...path, "trace"],
        rule: "a trace carries its own lengths: leave input_tokens and output_tokens out"
      });
    }
    issues.push(...range(workload.input_tokens, workload.output_tokens, path));
    for (const id of workload.servers ?? []) issues.push(...known(id, ids, [...path, "servers"], "server"));
    const load = workload.load ?? spec.load;
    if (load === undefined) {
      issues.push({
        path,
        rule: "has no load",
        remedy: "give load: {concurrency: [1, 4, 16]} here or for the whole spec"
      });
      continue;
    }
    const at = workload.load ? [...path, "load"] : ["load"];
    if (loadsOf(load).length === 0) issues.push({path: at, rule: "needs concurrency or request_rate_per_s"});
    if (load.timestamps === true && workload.trace === undefined) {
      issues.push({path: [...at, "timestamps"], rule: "needs a workload with a trace"});
    }
    const repeats = workload.repeats ?? spec.repeats;
    if (typeof repeats === "object" && repeats.boots !== undefined) {
      const {count, boots} = repeats;
      const where = workload.repeats ? [...path, "repeats"] : ["repeats"];
      const sum = typeof boots === "number" ? 0 : boots.reduce((a, b) => a + b, 0);
      if (typeof boots === "number" ? boots > count : sum !== count) {
        const rule = typeof boots === "number" ? "must not exceed" : "must add up to";
        issues.push({path: where, rule: `boots ${rule} count (${count})`, value: boots});
      }
    }
    for (const server of workload.servers ?? ids) {
      for (const level of loadsOf(load)) {
        const name = `${server}-${workloadName(workload)}-${loadName(level)}`;
        const first = seen.get(name);
        if (first !== undefined) {
          issues.push({path, rule: `names the point ${name} again, after workloads.${first}`, remedy: "use repeats"});
        } else if (name.length > 100) {
          issues.push({path, rule: "gives a point's name of more than 100 characters", value: name});
        }
        seen.set(name, i);
      }
    }
  }
  return issues;
}

/** Name of a workload's shape: its lengths, or its trace. */
export function workloadName(workload: SpecWorkload): string {
  if (workload.trace !== undefined) {
    const file = workload.trace
      .split("/")
      .at(-1)!
      .replace(/\.[^.]*$/, "");
    return workload.name ?? (file.replace(/[^A-Za-z0-9._-]/g, "-") || "trace");
  }
  return shapeName(workload.input_tokens!, workload.output_tokens!);
}

function range(input: SpecLength | undefined, output: SpecLength | undefined, path: Path): YamlIssue[] {
  if (input === undefined || output === undefined) return [];
  const issues: YamlIssue[] = [];
  for (const [key, length] of [
    ["input_tokens", input],
    ["output_tokens", output]
  ] as const) {
    if (typeof length !== "number" && length.min > length.max) {
      issues.push({path: [...path, key], rule: "min must not exceed max", value: length});
    }
  }
  const ratios = [lengthRange(input).ratio, lengthRange(output).ratio];
  if (issues.length === 0 && Math.abs(ratios[0]! - ratios[1]!) > 1e-3) {
    issues.push({
      path,
      rule: "input and output must vary by the same ratio, as the clients draw both with one",
      value: {input: ratios[0], output: ratios[1]},
      remedy: "scale min and max of one to the other"
    });
  }
  return issues;
}

function searches(spec: Spec): YamlIssue[] {
  const ids = Object.keys(spec.servers);
  return (spec.searches ?? []).flatMap((search, i) => {
    const path = ["searches", i];
    const issues = range(search.input_tokens, search.output_tokens, path);
    if (search.name !== undefined && spec.searches!.slice(0, i).some((each) => each.name === search.name))
      issues.push({path: [...path, "name"], rule: "is the name of another search", value: search.name});
    for (const id of search.servers ?? []) issues.push(...known(id, ids, [...path, "servers"], "server"));
    if ((search.from ?? 1) > (search.to ?? 256))
      issues.push({path, rule: "from must not exceed to", value: search.from});
    if (search.kind === "slo" && Object.keys(search.limits).length === 0) {
      issues.push({path: [...path, "limits"], rule: "needs a limit, such as {ttft_p90_ms: 1000}"});
    }
    return issues;
  });
}

function sentinel(spec: Spec): YamlIssue[] {
  if (spec.sentinel === undefined || spec.sentinel === "auto" || spec.sentinel === "none") return [];
  const names = spec.workloads.flatMap((workload) => {
    const load = workload.load ?? spec.load;
    const whole =
      workload.trace !== undefined || (workload.input_tokens !== undefined && workload.output_tokens !== undefined);
    return load === undefined || !whole
      ? []
      : loadsOf(load).map((level) => `${workloadName(workload)}-${loadName(level)}`);
  });
  return known(spec.sentinel, ["auto", "none", ...names], ["sentinel"], "point");
}

function known(value: string, valid: readonly string[], path: Path, noun: string): YamlIssue[] {
  if (valid.includes(value)) return [];
  const meant = nearest(value, valid);
  const remedy = meant === null ? `known: ${valid.join(", ")}` : `did you mean ${meant}?`;
  return [{path, rule: `no such ${noun}`, value, remedy}];
}
