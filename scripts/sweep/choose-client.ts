import type {Client} from "../client/client.js";
import {builtinClient} from "../client/builtin.js";
import {foreignClient} from "../client/foreign-client.js";
import {vllmProcessClient} from "../client/vllm-process.js";
import {vllmWorkerClient} from "../client/vllm-worker.js";
import {Problem} from "../../src/model/problem.js";
import type {PlannedServer} from "./planned.js";
import type {Spec} from "./spec.js";

/** A started client and what it is. */
export interface ChosenClient {
  readonly client: Client;
  readonly version: string | null;
  /** What was tried before and could not be used. */
  readonly notes: readonly string[];
}

/** The clients that a spec allows for a server, the best first: vLLM's worker, vLLM's process, the built-in one. */
export function clientChoices(choice: Spec["client"], server: PlannedServer): (() => Client)[] {
  const {environment} = server;
  if (choice === "aiperf" || choice === "guidellm") return [() => foreignClient(choice, environment)];
  const python: [string, ...string[]] = [server.python];
  const command = server.command.slice(0, server.command.indexOf("serve")) as [string, ...string[]];
  const vllm = [() => vllmWorkerClient({python, environment}), () => vllmProcessClient({command, environment})];
  if (choice === "builtin" || (choice !== "vllm" && server.engine === "simulated")) return [builtinClient];
  if (choice === "vllm" && server.engine === "simulated") return [() => vllmWorkerClient({python, environment})];
  return choice === "vllm" ? vllm : [...vllm, builtinClient];
}

/** Starts the first client that can run here. A Problem (exit code 3) when none can. */
export async function chooseClient(
  choice: Spec["client"],
  server: PlannedServer,
  signal: AbortSignal
): Promise<ChosenClient> {
  const notes: string[] = [];
  for (const make of clientChoices(choice, server)) {
    const client = make();
    try {
      const {version} = await client.start(signal);
      return {client, version, notes};
    } catch (error) {
      await client.close();
      signal.throwIfAborted();
      notes.push(`client ${client.name} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Problem(`no client can run here: ${notes.join("; ")}`, {
    exitCode: 3,
    remedy: "set client: builtin, or see npm run doctor"
  });
}
