import type {Fault} from "./fault.js";
import {gpuFaults} from "./gpu-faults.js";
import {inputFaults} from "./input-faults.js";
import {processFaults, runnerFaults} from "./process-faults.js";
import {requestFaults} from "./request-faults.js";
import {serverFaults} from "./server-faults.js";
import {storageFaults} from "./storage-faults.js";

/** Every fault that is injected, in the order of the printed matrix. */
export const matrix: readonly Fault[] = [
  ...serverFaults,
  ...requestFaults,
  ...processFaults,
  ...runnerFaults,
  ...storageFaults,
  ...gpuFaults,
  ...inputFaults
];
