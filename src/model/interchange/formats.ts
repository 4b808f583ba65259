import type {Format} from "./imported-point.js";
import {aiperf} from "./formats/aiperf.js";
import {aiperfAggregate, aiperfSweep} from "./formats/aiperf-aggregate.js";
import {aiperfRecords} from "./formats/aiperf-records.js";
import {benchmarkReport} from "./formats/benchmark-report.js";
import {guidellm} from "./formats/guidellm.js";
import {inferencePerf, inferencePerfConfig, inferencePerfRequests} from "./formats/inference-perf.js";
import {inferencex} from "./formats/inferencex.js";
import {vllm} from "./formats/vllm.js";

/** Every format that is read, the most telling first: the first that recognises a file's first object reads it. */
export const formats: readonly Format[] = [
  benchmarkReport,
  guidellm,
  aiperfSweep,
  aiperfAggregate,
  aiperfRecords,
  aiperf,
  inferencePerf,
  inferencePerfConfig,
  inferencePerfRequests,
  inferencex,
  vllm
];
