import {startGpuSampler} from "../sampler/gpu-sampler.js";
import {startMetricsSampler} from "../sampler/metrics-sampler.js";
import type {Sampler} from "../sampler/sampler.js";
import {startSimulatedGpuSampler} from "../sampler/simulated-gpu-sampler.js";
import {visibleGpus} from "./host.js";
import type {RunningServer} from "./running-server.js";

/** GPU telemetry of a server's whole life into a CSV file. */
export function sampleGpu({planned, api}: RunningServer, path: string, interval_ms: number): Sampler {
  if (planned.engine === "simulated") return startSimulatedGpuSampler({path, base_url: api.baseUrl, interval_ms});
  // Storing a large result keeps this process busy for seconds: silence that long is not the source's.
  const command = ["nvidia-smi", ...visibleGpus(planned.environment)] as [string, ...string[]];
  return startGpuSampler({path, interval_ms, hang_ms: 15_000, command});
}

/** The server's Prometheus page, once a second, during one point. */
export function sampleMetrics({planned, api}: RunningServer, path: string): Sampler {
  const kind = planned.engine === "simulated" ? "simulated" : "measured";
  return startMetricsSampler({path, base_url: api.baseUrl, kind});
}
