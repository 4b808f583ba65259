import {embeddedText} from "../embedded.js";
import type {Client} from "./client.js";
import {WorkerClient} from "./worker-client.js";
import {WorkerProcess} from "./worker-process.js";

/** How Python and vLLM are found on this host. */
export interface VllmClientOptions {
  /** Python that imports vLLM, with its options: ["python3"]. */
  readonly python: readonly [string, ...string[]];
  /** Added to the environment: PYTHONPATH and the like. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Time that importing vLLM may take: 13-23 s were seen, more on a slow disk. */
const importTimeoutMs = 180_000;

/**
 * vLLM's own benchmark client in one long-lived Python process. Its text is given with -c, so it works from the
 * working tree and from the bundle.
 */
export function vllmWorkerClient({python, environment}: VllmClientOptions): Client {
  const [file, ...args] = python;
  const worker = new WorkerProcess([file, ...args, "-c", embeddedText("scripts/client/vllm_worker.py")], {
    PYTHONUNBUFFERED: "1",
    ...environment
  });
  return new WorkerClient({
    name: "vllm-worker",
    process: worker,
    start_timeout_ms: importTimeoutMs,
    own_arguments: () => [],
    shown: ["vllm", "bench", "serve"]
  });
}
