import type {Load} from "../client/client.js";
import type {SpecLength} from "./spec.js";

/** Name of a request shape: i2048-o512; a range reads i1024to3072. */
export function shapeName(input: SpecLength, output: SpecLength): string {
  return `i${lengthName(input)}-o${lengthName(output)}`;
}

/** Name of a load level: c16 (streams), r4 (requests/s), t (a trace's own times), with -b and -m where burstiness or a cap is set. */
export function loadName(load: Load): string {
  if (load.kind === "closed") return `c${load.concurrency}`;
  if (load.kind === "trace") return `t${load.concurrency === null ? "" : `-m${load.concurrency}`}`;
  const burst = load.burstiness === 1 ? "" : `-b${load.burstiness}`;
  const cap = load.concurrency === null ? "" : `-m${load.concurrency}`;
  return `r${load.request_rate_per_s}${burst}${cap}`;
}

function lengthName(length: SpecLength): string {
  return typeof length === "number" ? `${length}` : `${length.min}to${length.max}`;
}
