import {Problem} from "../../src/model/problem.js";
import {random} from "../../src/model/statistics/random.js";

/** Faults that keep the server from starting, with the lines vLLM ends with. */
const startFaults = [
  "oom",
  "no-kv-cache",
  "max-model-len",
  "tp-heads",
  "tp-gpus",
  "port-taken",
  "model-not-found",
  "quantization",
  "never-healthy"
] as const;

/** Faults of single requests, or of the running server. */
const requestFaults = [
  "status-500",
  "status-429",
  "half-stream",
  "garbage",
  "slow-first-byte",
  "hang",
  "die",
  "gpu-lost"
] as const;

type StartFault = (typeof startFaults)[number];
type RequestFault = (typeof requestFaults)[number];

/** When a request's fault strikes: from request number `after` on (0 is the first), at a rate, `times` times at most. */
export interface FaultRule {
  readonly kind: RequestFault;
  readonly after: number;
  readonly rate: number;
  readonly times: number;
  /** Delay of slow-first-byte, ms. */
  readonly ms: number;
}

export interface Faults {
  readonly start: readonly StartFault[];
  readonly request: readonly FaultRule[];
}

/** @param texts `KIND` or `KIND:after=5,rate=0.2,times=3,ms=500` */
export function parseFaults(texts: readonly string[]): Faults {
  const start: StartFault[] = [];
  const request: FaultRule[] = [];
  for (const text of texts) {
    const [kind = "", rest = ""] = text.split(":", 2);
    const startKind = startFaults.find((known) => known === kind);
    const requestKind = requestFaults.find((known) => known === kind);
    if (startKind !== undefined) start.push(startKind);
    else if (requestKind !== undefined) request.push({kind: requestKind, ...numbers(rest, text)});
    else {
      throw new Problem("no such fault", {
        value: kind,
        remedy: `known: ${[...startFaults, ...requestFaults].join(", ")}`
      });
    }
  }
  return {start, request};
}

function numbers(text: string, whole: string): Omit<FaultRule, "kind"> {
  const rule = {after: 0, rate: 1, times: Number.POSITIVE_INFINITY, ms: 1000};
  for (const part of text === "" ? [] : text.split(",")) {
    const [key = "", value = ""] = part.split("=", 2);
    const number = Number(value);
    if (!(key in rule) || value === "" || !Number.isFinite(number) || number < 0) {
      throw new Problem("not a fault's option", {
        value: whole,
        remedy: "options are after=N, rate=0..1, times=N, ms=N"
      });
    }
    rule[key as keyof typeof rule] = number;
  }
  return rule;
}

/** Decides, seeded, which fault a request meets. */
export class FaultPlan {
  private readonly struck = new Map<FaultRule, number>();
  private readonly random: () => number;

  constructor(
    private readonly rules: readonly FaultRule[],
    seed: number
  ) {
    this.random = random(seed);
  }

  /** @param request number of the request since the start, from 0 */
  next(request: number): FaultRule | null {
    for (const rule of this.rules) {
      const struck = this.struck.get(rule) ?? 0;
      if (request < rule.after || struck >= rule.times) continue;
      if (rule.rate < 1 && this.random() >= rule.rate) continue;
      this.struck.set(rule, struck + 1);
      return rule;
    }
    return null;
  }
}
