import type {HardwareRow} from "../src/model/tables/hardware.js";
import type {ServerRow} from "../src/model/tables/servers.js";
import type {Manifest, ManifestServer} from "./manifest.js";
import type {NvidiaSmiQ} from "./nvidia-smi-q.js";
import type {ServerLog} from "./server-log.js";
import type {TelemetrySample} from "./telemetry-csv.js";

/** Everything that describes one server. */
export interface ServerSources {
  readonly manifest: Manifest;
  readonly server: ManifestServer;
  readonly log: ServerLog | null;
  readonly board: NvidiaSmiQ | null;
  readonly telemetry: readonly TelemetrySample[] | null;
  readonly hardware: readonly HardwareRow[];
  /** What went wrong reading the files of the server, the reason a log is missing among them. */
  readonly problems: readonly string[];
}

/** The row of a server: what the manifest declares, and where it is silent what log and board say. */
export function serverRow({manifest, server, log, board, telemetry, hardware, problems}: ServerSources): ServerRow {
  const gpuName = server.gpu_name ?? board?.gpuNames[0] ?? null;
  const tensorParallel = server.tensor_parallel ?? log?.tensorParallel ?? null;
  const wrong = [...problems];
  if (server.problem !== null) wrong.push(server.problem);
  const status = statusOf(server, log);
  if (log !== null && log.failure !== null) wrong.push(log.failure);
  else if (status === "failed" && wrong.length === 0) wrong.push("the log ends before the server was up");
  return {
    server_id: `${manifest.kind}/${manifest.run}/${server.server}`,
    kind: manifest.kind,
    run: manifest.run,
    server: server.server,
    status,
    problems: wrong.length === 0 ? null : wrong.join("; "),
    model: server.model,
    gpu: server.gpu ?? hardwareOf(gpuName, hardware),
    gpu_name: gpuName,
    gpus: server.gpus ?? tensorParallel,
    tensor_parallel: tensorParallel,
    precision: server.precision ?? precisionOf(log),
    weights: weightsOf(server, log),
    dtype: log?.dtype ?? null,
    quantization: log?.quantization ?? null,
    quantization_kernel: log?.quantizationKernel ?? null,
    attention_backend: log?.attentionBackend ?? null,
    engine: server.engine,
    engine_version: server.engine_version ?? log?.engineVersion ?? null,
    driver: server.driver ?? board?.driver ?? null,
    cuda: server.cuda ?? board?.cuda ?? null,
    model_memory_gib: log?.modelMemoryGib ?? null,
    kv_cache_gib: log?.kvCacheGib ?? null,
    kv_cache_tokens: log?.kvCacheTokens ?? null,
    device_memory_gib: log?.deviceMemoryGib ?? null,
    activation_peak_gib: log?.activationPeakGib ?? null,
    gpu_memory_utilization: log?.gpuMemoryUtilization ?? null,
    max_model_len: log?.maxModelLen ?? null,
    max_num_seqs: log?.maxNumSeqs ?? null,
    max_num_batched_tokens: log?.maxNumBatchedTokens ?? null,
    prefix_caching: log?.prefixCaching ?? null,
    cuda_graph_sizes: log?.cudaGraphSizes ?? null,
    load_s: log?.loadS ?? null,
    compile_s: log?.compileS ?? null,
    init_s: log?.initS ?? null,
    power_limit_w: telemetry?.find((sample) => sample.powerLimitW !== null)?.powerLimitW ?? board?.powerLimitW ?? null,
    command: server.command === null ? null : server.command.join(" ")
  };
}

/** Id of the hardware that the driver calls by this name; null when the list has no such board. */
export function hardwareOf(gpuName: string | null, hardware: readonly HardwareRow[]): string | null {
  if (gpuName === null) return null;
  const plain = (name: string): string =>
    name
      .toLowerCase()
      .replace(/^nvidia\s+/, "")
      .trim();
  return hardware.find((row) => plain(row.name) === plain(gpuName))?.gpu ?? null;
}

function statusOf(server: ManifestServer, log: ServerLog | null): string {
  if (server.status !== "unknown") return server.status;
  if (log === null) return "unknown";
  return log.started ? "ok" : "failed";
}

function weightsOf(server: ManifestServer, log: ServerLog | null): string {
  if (server.weights !== "unknown") return server.weights;
  if (log === null || log.loadFormat === null) return "unknown";
  return log.loadFormat === "dummy" ? "dummy" : "real";
}

/** Only what is certain: a quantised model's precision is declared, for its name does not tell the bits. */
function precisionOf(log: ServerLog | null): string | null {
  if (log === null || log.quantization !== null) return null;
  return log.dtype === "bfloat16" ? "bf16" : log.dtype === "float16" ? "fp16" : null;
}
