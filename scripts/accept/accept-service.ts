import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {acceptance, type AcceptanceCheck, type AcceptanceRun} from "../../src/model/deployment/acceptance.js";
import type {Deployment} from "../../src/model/deployment/deployment.js";
import type {Expectation} from "../../src/model/deployment/expectation.js";
import {measureLoad, warmUp} from "./measure-load.js";
import type {Service} from "./service.js";

/** How to hold a service against its plan. */
export interface AcceptCall {
  readonly service: Service;
  readonly deployment: Deployment;
  readonly expected: Expectation | null;
  readonly repeats: number;
  /** Of each repeat; null for as many as the limits need in all. */
  readonly requests: number | null;
  readonly seed: number;
  /** Whether the service's GPUs are this host's, so that their power can be read here. */
  readonly local_gpus: boolean;
  readonly note: (text: string) => void;
}

/** What came out: the checks, the runs behind them, and the kind of all numbers. */
export interface Accepted {
  readonly kind: "measured" | "simulated";
  readonly checks: readonly AcceptanceCheck[];
  readonly runs: readonly AcceptanceRun[];
}

/** Loads the service as the plan says, warm-up first, and judges it. Leaves no file behind. */
export async function acceptService(call: AcceptCall, signal: AbortSignal): Promise<Accepted> {
  const {service, deployment, expected, repeats, note} = call;
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-accept-"));
  const {load} = deployment;
  const n = call.requests ?? requestsNeeded(deployment, repeats);
  const base = {service, model: deployment.model.name, load, telemetry: null};
  const each = expected === null ? null : (Math.ceil(n / load.concurrency) * expected.e2e_p50_ms.value) / 1e3;
  try {
    note(`warm-up: ${load.concurrency} requests\n`);
    await warmUp({...base, n_requests: load.concurrency, seed: call.seed}, signal);
    const runs: AcceptanceRun[] = [];
    const start = performance.now();
    for (let i = 0; i < repeats; i++) {
      const spent = i === 0 ? each : (performance.now() - start) / 1e3 / i;
      const left = spent === null ? "" : `, about ${Math.ceil(spent * (repeats - i))} s left`;
      note(`run ${i + 1} of ${repeats}: ${n} requests at ${load.concurrency} users${left}\n`);
      const telemetry = call.local_gpus ? join(folder, `${i}.csv`) : null;
      runs.push(await measureLoad({...base, n_requests: n, seed: call.seed + 1 + i, telemetry}, signal));
    }
    return {
      kind: service.simulated ? "simulated" : "measured",
      checks: acceptance(deployment.slo, expected, runs),
      runs
    };
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Four waves of the users, and in all runs together twice what the strictest limit needs to pass with every request in time. */
function requestsNeeded({slo, load}: Deployment, repeats: number): number {
  const share = Math.max(0.5, ...slo.map(({name}) => Number(/_p(\d+)_/.exec(name)?.[1] ?? 50) / 100));
  const least = Math.ceil(Math.log(0.05) / Math.log(share));
  return Math.max(4 * load.concurrency, Math.ceil((2 * least) / repeats));
}
