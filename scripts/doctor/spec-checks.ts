import {existsSync, readFileSync} from "node:fs";
import {isAbsolute} from "node:path";
import {planSweep} from "../sweep/plan.js";
import type {PlannedServer} from "../sweep/planned.js";
import {isPortFree} from "../sweep/free-port.js";
import {readSpec} from "../sweep/read-spec.js";
import type {Check} from "./check.js";
import {fail, ok, warn} from "./check.js";
import type {GpuState} from "./gpu-checks.js";

/** What a spec needs of this host: GPUs, vLLM, model folders, a length and a parallelism that the model allows. */
export async function specChecks(file: string, gpus: GpuState, vllm: boolean): Promise<Check[]> {
  const spec = readSpec(file);
  const plan = planSweep(spec, file);
  const checks: Check[] = [];
  for (const server of plan.servers) {
    if ((spec.targets?.[server.target]?.via ?? "local") !== "local") continue; // looked at on its own host
    const id = `spec ${server.id}`;
    const problems = server.engine === "simulated" ? [] : [...needs(server, gpus, vllm), ...(await port(server))];
    // A start that is expected to fail needs only what makes it fail for the right reason.
    if (problems.length === 0)
      checks.push(ok(id, server.engine === "simulated" ? "simulated: runs anywhere" : "can run here"));
    else if (server.expect === "failure")
      checks.push(warn(id, problems.map(([found]) => found).join("; "), "is expected to fail", null));
    else for (const [found, fix] of problems) checks.push(fail(id, found, "this server cannot be measured here", fix));
  }
  return checks;
}

type Problem = readonly [found: string, fix: string];

function needs(server: PlannedServer, gpus: GpuState, vllm: boolean): Problem[] {
  const problems: Problem[] = [];
  if (!vllm) problems.push(["vLLM is not installed", `${server.python} -m pip install vllm`]);
  if (gpus.count < server.gpus)
    problems.push([
      `needs ${server.gpus} GPUs, ${gpus.count} present`,
      "lower tensor_parallel, or run on another host"
    ]);
  for (const path of [server.model.path, server.model.tokenizer]) {
    if (path !== null && (isAbsolute(path) || path.startsWith(".")) && !existsSync(path)) {
      problems.push([`${path} is not there`, "correct model.path or model.tokenizer"]);
    }
  }
  return [...problems, ...shape(server)];
}

function shape(server: PlannedServer): Problem[] {
  const config = readConfig(server.model.config);
  if (config === null) return [];
  const problems: Problem[] = [];
  const heads = Number(config["num_attention_heads"]);
  if (heads % server.tensor_parallel !== 0) {
    problems.push([
      `tensor_parallel ${server.tensor_parallel} does not divide ${heads} attention heads`,
      "choose a divisor"
    ]);
  }
  const length = Number(server.command[server.command.indexOf("--max-model-len") + 1]);
  const most = Number(config["max_position_embeddings"]);
  const extended = server.command.includes("--hf-overrides");
  if (server.command.includes("--max-model-len") && length > most && !extended) {
    problems.push([
      `max-model-len ${length} is above the model's ${most}`,
      "lower it, or extend the context with hf-overrides"
    ]);
  }
  return problems;
}

async function port({port}: PlannedServer): Promise<Problem[]> {
  return port === null || (await isPortFree(port)) ? [] : [[`port ${port} is taken`, "leave `port` out of the target"]];
}

function readConfig(path: string | null): Record<string, unknown> | null {
  try {
    return path === null ? null : (JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>);
  } catch {
    return null;
  }
}
