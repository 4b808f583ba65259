import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {devNull, tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {Problem} from "../../src/model/problem.js";
import {aiperfTool} from "./aiperf-tool.js";
import {partPath} from "./bench-arguments.js";
import type {Client, Measured, PointPlan} from "./client.js";
import type {ForeignTool} from "./foreign-tool.js";
import {guidellmTool} from "./guidellm-tool.js";
import {LoggedProcess, versionOf} from "./logged-process.js";
import {takeResult} from "./take-result.js";

const tools: Readonly<Record<"aiperf" | "guidellm", ForeignTool>> = {aiperf: aiperfTool, guidellm: guidellmTool};

/**
 * Another tool's load generator in place of vLLM's, one process for each call. What it leaves of each request is brought
 * into the form of `vllm bench serve --save-detailed`, so that audit and report stay the same; a call that the tool
 * cannot make as asked fails with the reason and is not made otherwise.
 */
export function foreignClient(name: "aiperf" | "guidellm", environment: Readonly<Record<string, string>>): Client {
  const tool = tools[name];
  const env = {...process.env, PYTHONUNBUFFERED: "1", ...environment};
  const program = new LoggedProcess(env);
  return {
    name,
    async start(signal) {
      const said = await versionOf([name, "--version"], env, signal);
      if (said === null) {
        const remedy = `pip install ${name}, and have it on PATH`;
        throw new Problem(`${name} cannot be run`, {value: `${name} --version`, remedy, exitCode: 3});
      }
      return {version: /\d+\.\d+\S*/.exec(said)?.[0] ?? null};
    },
    command: (plan) => tool.command(plan, "OUT"),
    async prepare() {
      // each call makes its own prompts
    },
    async measure(plan, signal): Promise<Measured> {
      for (const path of [plan.result_path, plan.log_path])
        if (path !== null) mkdirSync(dirname(path), {recursive: true});
      const out = mkdtempSync(join(tmpdir(), `sweepbook-${name}-`));
      const startEpochS = Date.now() / 1e3;
      try {
        const refused = tool.refuses(plan);
        const ended =
          refused ??
          (await program.run(tool.command(plan, out), plan.log_path ?? devNull, plan.timeout_s * 1e3, signal)) ??
          (plan.result_path === null ? null : await convert(tool, plan, out));
        const {problem, ...taken} = takeResult(plan.result_path, ended);
        return {
          ok: problem === null,
          problem,
          command: tool.command(plan, "OUT"),
          start_epoch_s: startEpochS,
          end_epoch_s: Date.now() / 1e3,
          // Both tools write starts on the clock of UTC: the two clocks are one.
          clock_pair: {epoch_s: startEpochS, monotonic_s: startEpochS, error_s: 0},
          ...taken,
          cpu_s: null,
          prompts_s: null
        };
      } finally {
        rmSync(out, {recursive: true, force: true});
      }
    },
    close: () => program.close()
  };
}

/** Writes the result beside its place; why it could not, in one line. */
async function convert(tool: ForeignTool, plan: PointPlan, out: string): Promise<string | null> {
  try {
    const requests = await tool.requests(out);
    writeFileSync(partPath(plan.result_path!), `${JSON.stringify(asVllm(plan, requests))}\n`);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The keys of `vllm bench serve --save-detailed` that loaders read; statistics are theirs to compute. */
function asVllm(plan: PointPlan, requests: Awaited<ReturnType<ForeignTool["requests"]>>): Record<string, unknown> {
  if (requests.length === 0) throw new Problem("the tool left no request", {value: plan.n_requests});
  const start = Math.min(...requests.map(({start_s}) => start_s));
  const end = Math.max(...requests.map(({end_s}) => end_s));
  const good = requests.filter(({error}) => error === "");
  return {
    model_id: plan.model,
    num_prompts: plan.n_requests,
    ...plan.metadata,
    request_rate: plan.load.kind === "open" ? plan.load.request_rate_per_s : "inf",
    burstiness: plan.load.kind === "open" ? plan.load.burstiness : 1,
    max_concurrency: plan.load.concurrency,
    duration: end - start,
    completed: good.length,
    failed: requests.length - good.length,
    total_input_tokens: good.reduce((sum, {input_tokens}) => sum + input_tokens, 0),
    total_output_tokens: good.reduce((sum, {output_tokens}) => sum + output_tokens, 0),
    input_lens: requests.map(({input_tokens}) => input_tokens),
    output_lens: requests.map(({output_tokens, error}) => (error === "" ? output_tokens : 0)),
    ttfts: requests.map(({ttft_s}) => ttft_s),
    itls: requests.map(({gaps_s}) => gaps_s),
    latencies: requests.map(({latency_s}) => latency_s),
    start_times: requests.map(({start_s}) => start_s),
    errors: requests.map(({error}) => error)
  };
}
