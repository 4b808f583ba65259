import type {PointPlan} from "../client/client.js";
import {clientChoices} from "./choose-client.js";
import {durationText} from "./duration-text.js";
import {estimateBasis} from "./estimate.js";
import {quoted} from "./hosts/quoted.js";
import {nearest} from "../../loaders/nearest.js";
import type {Plan, PlannedPoint, PlannedServer} from "./planned.js";
import {serveFlags} from "./serve-flags.js";
import type {Spec} from "./spec.js";

/** A plan for --dry-run: what would be started and measured, with the exact commands and an estimate of the time. */
export interface PlanDescription {
  readonly name: string;
  readonly kind: string;
  readonly points: number;
  readonly estimate_s: number;
  readonly warnings: readonly string[];
  readonly servers: readonly {
    readonly server: string;
    readonly command: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
    readonly expect: string;
  }[];
  readonly starts: readonly {
    readonly start: string;
    readonly server: string;
    readonly estimate_s: number;
    readonly points: readonly {
      readonly point: string;
      readonly repeat: number;
      readonly sentinel: boolean;
      readonly stage: number;
      readonly n_requests: number;
      readonly warm_up_requests: number;
      readonly estimate_s: number;
      readonly command: readonly string[];
    }[];
  }[];
  readonly searches: readonly unknown[];
}

export function describePlan(spec: Spec, plan: Plan, only: ((point: string) => boolean) | null): PlanDescription {
  const starts = plan.boots
    .map(({server: id, boot}) => {
      const server = plan.servers.find((each) => each.id === id)!;
      const points = boot.points.filter((point) => only?.(point.point) !== false);
      const start = estimateBasis(spec, server).start_s;
      const client = clientChoices(spec.client, server)[0]!();
      return {
        start: boot.name,
        server: id,
        wanted: points.length > 0 || (server.expect === "failure" && only?.(id) !== false),
        estimate_s: Math.min(
          start + points.reduce((sum, point) => sum + point.estimate_s, 0),
          start + (server.budget_s ?? Number.POSITIVE_INFINITY)
        ),
        points: points.map((point) => ({
          point: point.point,
          repeat: point.repeat,
          sentinel: point.sentinel,
          stage: point.stage,
          n_requests: point.n_requests,
          warm_up_requests: point.warm_up.requests,
          estimate_s: point.estimate_s,
          command: client.command(examplePlan(server, point))
        }))
      };
    })
    .filter((each) => each.wanted)
    .map(({wanted: _wanted, ...start}) => start);
  const total = starts.reduce((sum, start) => sum + start.estimate_s, 0);
  return {
    name: spec.name,
    kind: plan.kind,
    points: starts.reduce((sum, start) => sum + start.points.length, 0),
    estimate_s: Math.min(total, spec.budget_s ?? Number.POSITIVE_INFINITY),
    warnings: planWarnings(plan),
    servers: plan.servers
      .filter((server) => starts.some((start) => start.server === server.id))
      .map(({id, command, environment, expect, port}) => ({
        server: id,
        command: [...command, "--host", "127.0.0.1", "--port", String(port ?? "PORT")],
        environment,
        expect
      })),
    starts,
    searches: spec.searches ?? []
  };
}

/** The same for people. */
export function planText(plan: PlanDescription): string {
  const lines = [
    `${plan.name} (${plan.kind}): ${plan.servers.length} servers, ${plan.points} points, about ${durationText(plan.estimate_s)}`,
    ...plan.warnings.map((warning) => `warning: ${warning}`),
    ""
  ];
  for (const server of plan.servers) {
    const variables = Object.entries(server.environment).map(([name, value]) => `${name}=${quoted(value)} `);
    lines.push(`server ${server.server}${server.expect === "failure" ? ", expected to fail" : ""}`);
    lines.push(`  ${variables.join("")}${server.command.map(quoted).join(" ")}`);
  }
  for (const start of plan.starts) {
    lines.push("", `start ${start.start}: ${start.points.length} points, about ${durationText(start.estimate_s)}`);
    for (const [i, point] of start.points.entries()) {
      const marks = [`stage ${point.stage}`, ...(point.sentinel ? ["sentinel"] : [])].join(", ");
      const counts = `${point.n_requests} requests after ${point.warm_up_requests} to warm up`;
      lines.push(
        `  ${String(i + 1).padStart(3)}  ${point.point}#${point.repeat}  ${marks}  ${counts}  ${durationText(point.estimate_s)}`
      );
      lines.push(`       ${point.command.map(quoted).join(" ")}`);
    }
  }
  if (plan.searches.length > 0)
    lines.push("", "then, from what was measured:", ...plan.searches.map((search) => `  ${JSON.stringify(search)}`));
  return `${lines.join("\n")}\n`;
}

/** What is likely a mistake but may be right: flags that vLLM 0.26 does not have, which another version may. */
export function planWarnings(plan: Plan): string[] {
  return plan.servers.flatMap(unknownFlags);
}

function unknownFlags(server: PlannedServer): string[] {
  return server.command
    .filter((part) => part.startsWith("--") && !part.startsWith("--sim-"))
    .map((part) => part.slice(2).split("=")[0]!)
    .filter((flag) => !serveFlags.has(flag) && !serveFlags.has(flag.replace(/^no-/, "")) && !own.has(flag))
    .map((flag) => {
      const meant = nearest(flag, serveFlags);
      return `servers.${server.id}.flags: vLLM 0.26 has no ${flag}${meant === null ? "" : `; did you mean ${meant}?`}`;
    });
}

const own = new Set(["served-model-name", "tensor-parallel-size", "tokenizer", "host", "port", "import"]);

function examplePlan(server: PlannedServer, point: PlannedPoint): PointPlan {
  return {
    base_url: `http://127.0.0.1:${server.port ?? "PORT"}`,
    model: server.model.name,
    tokenizer: server.model.tokenizer,
    endpoint: "/v1/completions",
    workload: point.workload,
    load: point.load,
    n_requests: point.n_requests,
    seed: point.seed,
    result_path: "RUN/result.json",
    log_path: null,
    metadata: {},
    request_timeout_s: null,
    timeout_s: 60,
    extra_arguments: []
  };
}
