import {asLocal} from "./hosts/as-local.js";
import type {Spec} from "./spec.js";

/**
 * The same sweep on the simulated target, some times faster than life: for trying a plan, its budget and its expected
 * failures before a GPU is held. Its data is of kind simulated and goes into a run of its own.
 */
export function rehearsal(spec: Spec, speed: number): Spec {
  const ready = Object.values(spec.servers).filter((server) => server.expect !== "failure");
  const present = Math.max(1, ...ready.map((server) => server.gpus ?? server.tensor_parallel ?? 1));
  const targets = Object.entries(spec.targets ?? {local: {}}).map(([id, target]) => [
    id,
    {
      ...asLocal(target),
      engine: "simulated" as const,
      gpu: target.gpu ?? "h100-80gb-sxm",
      flags: {...target.flags, "sim-speed": speed, "sim-gpus": present}
    }
  ]);
  const faster = (seconds: number | undefined, byDefault: number): number => (seconds ?? byDefault) / speed;
  return {
    ...spec,
    name: `${spec.name}-rehearsal`,
    targets: Object.fromEntries(targets),
    servers: Object.fromEntries(
      Object.entries(spec.servers).map(([id, server]) => [
        id,
        server.budget_s === undefined ? server : {...server, budget_s: server.budget_s / speed}
      ])
    ),
    ...(spec.budget_s === undefined ? {} : {budget_s: spec.budget_s / speed}),
    client: "builtin",
    estimate: {
      tpot_ms: faster(spec.estimate?.tpot_ms, 10),
      prefill_tokens_per_s: (spec.estimate?.prefill_tokens_per_s ?? 25_000) * speed,
      start_s: 2
    }
  };
}
