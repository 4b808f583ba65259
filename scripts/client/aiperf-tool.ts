import {createReadStream, readdirSync} from "node:fs";
import {join} from "node:path";
import {JsonStream} from "../../src/model/interchange/json-stream.js";
import {Node} from "../../src/model/interchange/node.js";
import {msIn} from "../../src/model/interchange/formats/aiperf-units.js";
import {Problem} from "../../src/model/problem.js";
import {refusal, type ForeignTool, type ToolRequest} from "./foreign-tool.js";

/** NVIDIA AIPerf, written against 0.13.0: its profile_export.jsonl holds every request with its gaps. */
export const aiperfTool: ForeignTool = {
  refuses: (plan) => refusal(plan, "aiperf"),
  command({base_url, model, tokenizer, endpoint, workload, load, n_requests, seed}, out) {
    const argv = ["aiperf", "profile", "--model", model, "--url", base_url, "--streaming"];
    argv.push("--endpoint-type", endpoint === "/v1/chat/completions" ? "chat" : "completions");
    if (load.concurrency !== null) argv.push("--concurrency", String(load.concurrency));
    if (load.kind === "open") {
      argv.push("--request-rate", String(load.request_rate_per_s), "--arrival-pattern");
      argv.push(...(load.burstiness === 1 ? ["poisson"] : ["gamma", "--arrival-smoothness", String(load.burstiness)]));
    }
    argv.push("--request-count", String(n_requests), "--random-seed", String(seed));
    if (workload.kind === "random") {
      argv.push("--isl", String(workload.input_tokens), "--isl-stddev", "0");
      argv.push("--osl", String(workload.output_tokens), "--osl-stddev", "0");
    }
    argv.push("--tokenizer", tokenizer ?? model, "--use-server-token-count", "--extra-inputs", "ignore_eos:true");
    argv.push("--extra-inputs", "temperature:0", "--ui", "None", "--no-gpu-telemetry", "--export-level", "records");
    return [...argv, "--artifact-dir", out];
  },
  async requests(out) {
    const name = readdirSync(out, {recursive: true, encoding: "utf8"}).find((path) =>
      /(?:^|\/)profile_export\.jsonl$/.test(path)
    );
    if (name === undefined) throw new Problem("the tool left no profile_export.jsonl");
    const requests: ToolRequest[] = [];
    const stream = new JsonStream(
      ({value}) => {
        const request = requestOf(new Node(value, "profile_export.jsonl"));
        if (request !== null) requests.push(request);
      },
      {where: "profile_export.jsonl"}
    );
    const file: AsyncIterable<string> = createReadStream(join(out, name), {encoding: "utf8"});
    for await (const piece of file) stream.write(piece);
    stream.end();
    return requests;
  }
};

function requestOf(record: Node): ToolRequest | null {
  const metadata = record.get("metadata").object();
  if ((metadata.get("benchmark_phase").text() ?? "profiling") !== "profiling") return null;
  const metrics = record.get("metrics");
  const seconds = (tag: string): number => {
    const value = metrics.get(tag, "value").positive();
    return value === null ? 0 : (value * msIn(metrics.get(tag))) / 1e3;
  };
  const count = (tag: string): number => metrics.get(tag, "value").count() ?? 0;
  const gaps = metrics.get("inter_chunk_latency");
  const cancelled = metadata.get("was_cancelled").flag() === true;
  const failed = record.get("error").given;
  const said = record.get("error", "message").value;
  return {
    start_s: (metadata.get("request_start_ns").positive() ?? metadata.get("request_start_ns").fail("an instant")) / 1e9,
    end_s: (metadata.get("request_end_ns").positive() ?? metadata.get("request_end_ns").fail("an instant")) / 1e9,
    ttft_s: seconds("time_to_first_token"),
    latency_s: seconds("request_latency"),
    gaps_s: gaps.given
      ? gaps
          .get("value")
          .numbers()
          .map((gap) => (gap * msIn(gaps)) / 1e3)
      : [],
    input_tokens: count("input_sequence_length"),
    output_tokens: count("output_sequence_length"),
    error: failed ? (typeof said === "string" && said !== "" ? said : "failed") : cancelled ? "cancelled" : ""
  };
}
