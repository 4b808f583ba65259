import type {PointRow} from "../tables/points.js";
import type {Check} from "./audit-row.js";
import {clockAlignment, drift, energyValid, throttling} from "./condition-checks.js";
import {recomputed, tampering} from "./integrity-checks.js";
import {clientTpotError, clientTtftError, deliveredConcurrency, deliveredRate, prefixCache} from "./load-checks.js";
import {precisionMemory, throughputBound, tpotFloor, ttftFloor} from "./physics-checks.js";
import type {PointContext} from "./point-context.js";
import {failures, inputLength, outputLength, rampShare, shortOutputs} from "./request-checks.js";
import {sampleFloors} from "./sample-checks.js";

/** Every check of a measured point, in the order of the Audit page's columns. */
export const pointChecks: readonly Check<PointRow, PointContext>[] = [
  failures,
  shortOutputs,
  inputLength,
  outputLength,
  deliveredConcurrency,
  deliveredRate,
  prefixCache,
  rampShare,
  sampleFloors,
  drift,
  throttling,
  clientTtftError,
  clientTpotError,
  clockAlignment,
  energyValid,
  precisionMemory,
  tpotFloor,
  ttftFloor,
  throughputBound,
  recomputed,
  tampering
];
