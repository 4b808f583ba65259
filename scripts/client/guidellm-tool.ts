import {createReadStream} from "node:fs";
import {join} from "node:path";
import {JsonStream} from "../../src/model/interchange/json-stream.js";
import {Node} from "../../src/model/interchange/node.js";
import {refusal, type ForeignTool, type ToolRequest} from "./foreign-tool.js";

const file = "benchmarks.json";
/** What the file repeats for each request and nobody reads: prompts, answers, arguments. */
const skip = new Set([
  "request_args",
  "output",
  "reasoning_output",
  "tool_calls",
  "info",
  "metrics",
  "scheduler_state"
]);

/**
 * GuideLLM, its options as the documents of 0.8 give them; the form of benchmarks.json as 0.8.1 wrote it. It keeps no gaps
 * between tokens, so its points have no ITL.
 */
export const guidellmTool: ForeignTool = {
  refuses: (plan) =>
    plan.load.kind === "open" && plan.load.burstiness !== 1
      ? "client guidellm knows Poisson arrivals only: use vllm, aiperf or builtin"
      : refusal(plan, "guidellm"),
  command({base_url, model, tokenizer, endpoint, workload, load, n_requests, seed}, out) {
    const option = (name: string, kind: string, values: Readonly<Record<string, string | number>>): string[] => [
      `--${name}`,
      JSON.stringify({kind, ...values})
    ];
    const profile =
      load.kind === "open"
        ? option("profile", "poisson", {
            rate: load.request_rate_per_s,
            ...(load.concurrency === null ? {} : {max_concurrency: load.concurrency})
          })
        : option("profile", "concurrent", {streams: load.concurrency ?? 1});
    const lengths =
      workload.kind === "random" ? {prompt_tokens: workload.input_tokens, output_tokens: workload.output_tokens} : {};
    return [
      "guidellm",
      "run",
      ...option("backend", "openai_http", {target: base_url, model, request_format: endpoint}),
      ...profile,
      ...option("constraint", "max_requests", {count: n_requests}),
      ...option("data", "synthetic_text", lengths),
      ...option("tokenizer", "huggingface_auto", {model: tokenizer ?? model}),
      ...option("seed", "static", {value: seed}),
      ...option("output", "json", {path: join(out, file)}),
      "--disable-console"
    ];
  },
  async requests(out) {
    const requests: ToolRequest[] = [];
    const stream = new JsonStream(
      ({value}) => {
        const lists = new Node(value, file).get("benchmarks", 0, "requests");
        for (const each of lists.get("successful").items()) requests.push(requestOf(each, ""));
        for (const each of lists.get("errored").items()) requests.push(requestOf(each, "failed"));
      },
      {where: file, skip}
    );
    const text: AsyncIterable<string> = createReadStream(join(out, file), {encoding: "utf8"});
    for await (const piece of text) stream.write(piece);
    stream.end();
    return requests;
  }
};

function requestOf(request: Node, error: string): ToolRequest {
  const start = request.get("request_start_time").positive() ?? request.get("request_start_time").fail("an instant");
  return {
    start_s: start,
    end_s: request.get("request_end_time").positive() ?? start,
    ttft_s: (request.get("time_to_first_token_ms").positive() ?? 0) / 1e3,
    latency_s: request.get("request_latency").positive() ?? 0,
    gaps_s: [],
    input_tokens: request.get("prompt_tokens").count() ?? 0,
    output_tokens: request.get("output_tokens").count() ?? 0,
    error
  };
}
