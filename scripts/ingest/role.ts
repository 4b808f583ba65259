import {basename} from "node:path";
import type {ManifestFile} from "../../loaders/manifest.js";

/** A file of the folder that is read in, with its path inside it. */
export interface SourceFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** How much of a file is looked at: enough for a head, and for the tail of a log. */
const glance = 200_000;

/**
 * What a file is, by its content first and its name second; null when it is nothing that a run keeps. Nothing is kept on a
 * guess: what is not recognised might hold what nobody wants published.
 */
export function roleOf({path, bytes}: SourceFile): ManifestFile["role"] | null {
  if (bytes.includes(0)) return null; // binary
  const name = basename(path).toLowerCase();
  const head = text(bytes.subarray(0, glance));
  const tail = text(bytes.subarray(Math.max(0, bytes.length - glance)));
  if (/^\s*[{[]/.test(head)) return jsonRole(name, head, tail);
  if (/^timestamp\s*,/.test(head) && /power\.draw|utilization\.gpu|memory\.used|clocks\./.test(head))
    return "telemetry";
  if (head.includes("NVSMI LOG")) return "nvidia-smi-q";
  if (/^# (?:HELP|TYPE) \S/m.test(head) || head.startsWith("# sweepbook_epoch_s")) return metricsRole(name, head);
  if (/Serving Benchmark Result|^Namespace\(|Starting main benchmark run/m.test(head + tail)) return "client-log";
  if (
    /vLLM API server|LLM engine \(v|non-default args|Available KV cache memory|Starting vLLM server|llm_engine\.py/.test(
      head
    )
  ) {
    return "server-log";
  }
  return /server[\w.-]*\.log$/.test(name) ? "server-log" : null;
}

function jsonRole(name: string, head: string, tail: string): ManifestFile["role"] | null {
  if (/"(?:ttfts|request_throughput|total_output_tokens|output_throughput)"\s*:/.test(head + tail)) return "result";
  if (/"(?:model_type|architectures)"\s*:/.test(head)) return "model-config";
  if (/^\s*\{"name":/.test(head) && /"start_unix"|"argv"/.test(head)) return "points-log";
  return name.endsWith(".json") && /"endpoint_type"\s*:/.test(head) ? "result" : null;
}

function metricsRole(name: string, head: string): ManifestFile["role"] {
  if (head.includes("# sweepbook_epoch_s")) return "metrics-during";
  if (/before/.test(name)) return "metrics-before";
  return /after/.test(name) ? "metrics-after" : "other";
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
