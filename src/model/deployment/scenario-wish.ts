import type {Article, Scenario} from "../article.js";
import type {Dataset, ModelEntry} from "../dataset.js";
import {parseArchitecture} from "../physics/architecture.js";
import {parseSlo} from "../prediction/slo.js";
import {articleGpu} from "../article-gpu.js";
import type {ServedModel, Wish} from "./deployment.js";

/** The service that a scenario of the article recommends, as a wish; null when its model or its GPU is not known. */
export function scenarioWish(data: Dataset, scenario: Scenario): Wish | null {
  const {article} = data;
  const entry = data.models.find(({names}) => names.includes(article.model.name));
  const id = scenario.recommends["gpu"];
  const cards = typeof id === "string" ? articleGpu(data, id) : null;
  if (entry === undefined || cards === null) return null;
  const {serve_flags: flags, says} = scenario;
  const asked = flags?.["max-model-len"];
  const tp = flags?.["tensor-parallel-size"];
  const parser = flags?.["tool-call-parser"];
  const spoken = contextSaid(says);
  return {
    name: scenario.id,
    model: servedModel(entry),
    ...cards,
    precision: scenario.recommends["precision"] === "gptq-int4" ? "gptq-int4" : "fp16",
    tensor_parallel: typeof tp === "number" ? tp : null,
    context_tokens: typeof asked === "number" ? asked : spoken,
    yarn: false,
    tool_call_parser: typeof parser === "string" ? parser : null,
    load: {
      input_tokens: article.setup.input_tokens_mean,
      output_tokens: article.setup.output_tokens,
      concurrency: users(article, says, cards.gpus)
    },
    // The article's limit of the whole answer cannot hold for its own lengths; a reader of a stream feels these two.
    slo: parseSlo("ttft_p90_ms<=1000,tpot_p90_ms<=50"),
    tenants: says.some((line) => line.includes("tenant isolation")) ? ["tenant-a", "tenant-b"] : [],
    session_store: scenario.around_it.some((line) => line.includes("Redis"))
  };
}

/** What the files need of a known model. */
export function servedModel(entry: ModelEntry): ServedModel {
  const {id, names, config, tool_call_parser} = entry;
  const theta =
    typeof config === "object" && config !== null && "rope_theta" in config && typeof config.rope_theta === "number"
      ? config.rope_theta
      : null;
  return {name: names[0] ?? id, id, arch: parseArchitecture(entry), rope_theta: theta, tool_call_parser};
}

/** "8K tokens of context" in what the scenario says. */
function contextSaid(says: readonly string[]): number | null {
  const found = says.map((line) => /(\d+)K tokens of context/.exec(line)?.[1]).find((text) => text !== undefined);
  return found === undefined ? null : Number(found) * 1024;
}

/** "10 and more simultaneous users"; else the article's least load for one card, its largest for several. */
function users({setup}: Article, says: readonly string[], gpus: number): number {
  const found = says
    .map((line) => /(\d+) and more simultaneous users/.exec(line)?.[1])
    .find((text) => text !== undefined);
  if (found !== undefined) return Number(found);
  return gpus === 1 ? setup.concurrent_requests.min : setup.concurrent_requests.max;
}
