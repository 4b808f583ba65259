import type {Precision} from "../../src/model/physics/precision.js";
import type {WantedGpus, WantedModel} from "./wanted.js";

/** What a new study is made of. */
export interface NewStudy {
  readonly name: string;
  readonly title: string;
  readonly question: string;
  readonly model: WantedModel;
  readonly gpus: readonly WantedGpus[];
  readonly precisions: readonly Precision[];
  readonly input: number;
  readonly output: number;
  readonly concurrency: readonly number[];
}

const quoted = (text: string): string => JSON.stringify(text);

/** One server configuration: its name in the spec, its GPUs and its precision. */
function serversOf({
  gpus,
  precisions
}: NewStudy): {server: string; target: string; gpus: number; precision: Precision}[] {
  return gpus.flatMap(({gpu, gpus: count}) =>
    precisions.map((precision) => ({
      server: `${count === 1 ? "" : `${count}x`}${gpu}-${precision}`,
      target: gpu,
      gpus: count,
      precision
    }))
  );
}

/** data/sweeps/NAME.yaml: what to measure, with what may be changed said beside it. */
export function sweepYaml(study: NewStudy): string {
  const {name, model, gpus, input, output, concurrency} = study;
  const boards = [...new Set(gpus.map(({gpu}) => gpu))];
  const first = serversOf(study)[0]!.server;
  return `# yaml-language-server: $schema=./sweep.schema.json
# What the study ${name} measures. Look at the plan first, then try it without a GPU, then measure:
#   npm run sweep -- data/sweeps/${name}.yaml --dry-run
#   npm run sweep -- data/sweeps/${name}.yaml --rehearse      (simulated: for trying the pipeline alone)
#   npm run sweep -- data/sweeps/${name}.yaml
# On a host with one kind of GPU, measure its own servers into a run of its own:
#   npm run sweep -- data/sweeps/${name}.yaml --only '${first}*' --run ${name}-${boards[0]}
name: ${name}
model:
  name: ${quoted(model.served)}
  config: ../models/${model.id}.json
  # path: /models/${model.id}      # where the weights lie on the GPU host, when the name is not to be downloaded
  # weights: dummy                 # random weights in real shapes: time and memory follow, quality does not
targets:                           # hosts; reached by ssh: {engine: vllm, via: ssh, host: NAME, gpu: ...} (data/sweeps/many-hosts.yaml)
${boards.map((gpu) => `  ${gpu}: {engine: vllm, gpu: ${gpu}}`).join("\n")}
servers:                           # one start of vLLM each; flags: {...} are passed to vllm serve
${serversOf(study)
  .map(
    ({server, target, gpus: count, precision}) =>
      `  ${server}: {target: ${target}, precision: ${precision}${count === 1 ? "" : `, tensor_parallel: ${count}`}, flags: {enable-prefix-caching: false}}`
  )
  .join("\n")}
workloads:
  - {input_tokens: ${input}, output_tokens: ${output}}
load: {concurrency: [${concurrency.join(", ")}]} # streams of a closed loop; {request_rate_per_s: [2, 8]} sends at a rate
repeats: 2                         # one run has no interval: five give Student's t, ten a bootstrap
n_requests: {per_stream: 8, at_least: 12} # n_requests: p99 asks for the 662 that a 99th percentile needs
# budget_s: 3600                   # stop in order after an hour, and go on with --resume
`;
}

/** data/studies/NAME.yaml: what is asked. */
export function studyYaml(study: NewStudy): string {
  const {name, title, question, model, gpus, precisions, input, output, concurrency} = study;
  const list = gpus.map(({gpu, gpus: count}) => (count === 1 ? gpu : `{gpu: ${gpu}, gpus: ${count}}`)).join(", ");
  return `# yaml-language-server: $schema=./study.schema.json
# What the study ${name} asks. Its page is src/studies/${name}.md (and src/zh/studies/${name}.md); sweepbook.yaml names it.
title: ${quoted(title)}              # or {en: ..., zh: ...}; a text in one language stands on both sides, marked
question: ${quoted(question)}
languages: [en, zh]
model: ${model.id}                   # data/models/${model.id}.json
gpus: [${list}]                      # of data/hardware.yaml
precisions: [${precisions.join(", ")}]
load: {input_tokens: ${input}, output_tokens: ${output}, concurrency: [${concurrency.join(", ")}]}
slo: {metric: e2e, percentile: 0.99, limit_ms: ${sloMs(output)}} # ttft, tpot or e2e: 99 % of requests within
prices: []                           # in place of data/prices.yaml, for example:
#  - {gpu: ${gpus[0]!.gpu}, gpus: ${gpus[0]!.gpus}, price_per_gpu_h: 2.5, currency: USD, basis: cloud on demand, source: "whose", date: 2026-01-31}
figures: [pareto, predicted, cost-price, sweep, tpot-bound, ecdf, itl, energy, memory, timeline] # those that can be drawn are shown
`;
}

/** A limit to begin with: 25 ms a token, the pace at which reading aloud is outrun several times, to the next second. */
const sloMs = (output: number): number => Math.ceil((output * 25) / 1000) * 1000;

/** A title as Markdown shows it letter for letter: nothing of it is markup, a value or an expression. */
function shown(title: string): string {
  const entities: Readonly<Record<string, string>> = {"&": "&amp;", "<": "&lt;", $: "&#36;", "{": "&#123;"};
  return title
    .replace(/\s+/g, " ")
    .replace(/[&<${]/g, (character) => entities[character]!)
    .replace(/[\\`*_[\]~|]/g, "\\$&");
}

/** The notebook page in English. */
export function pageEn({name, title}: NewStudy): string {
  return `---
title: ${quoted(title)}
index: false
toc: false
---

# ${shown(title)}

\`\`\`block
studies/${name}/study-summary
\`\`\`

Predicted numbers stand here until measured ones land; both keep their marks, and a prediction never takes a measurement's place.

\`\`\`block
studies/${name}/assumptions
\`\`\`

## What each gives

\`\`\`block
studies/${name}/figures
\`\`\`

## Predicted, in numbers

\`\`\`block
studies/${name}/predictions
\`\`\`

## What it costs

\`\`\`block
studies/${name}/study-cost
\`\`\`

## What is claimed

\`\`\`block
studies/${name}/study-claims
\`\`\`

## Measured, side by side

\`\`\`block
studies/${name}/comparison
studies/${name}/points
\`\`\`

## Which numbers can be trusted

\`\`\`block
studies/${name}/audit-points
\`\`\`

The servers, their engines and flags:

\`\`\`block
studies/${name}/servers
\`\`\`
`;
}

/** The notebook page in Chinese. */
export function pageZh({name, title}: NewStudy): string {
  return `---
title: ${quoted(title)}
index: false
toc: false
---

# ${shown(title)}

\`\`\`block
studies/${name}/study-summary
\`\`\`

在实测到来之前，这里先列预测值；两者各有标记，预测绝不替代实测。

\`\`\`block
studies/${name}/assumptions
\`\`\`

## 各自表现

\`\`\`block
studies/${name}/figures
\`\`\`

## 预测的数字

\`\`\`block
studies/${name}/predictions
\`\`\`

## 成本

\`\`\`block
studies/${name}/study-cost
\`\`\`

## 论断

\`\`\`block
studies/${name}/study-claims
\`\`\`

## 实测并列

\`\`\`block
studies/${name}/comparison
studies/${name}/points
\`\`\`

## 哪些数字可信

\`\`\`block
studies/${name}/audit-points
\`\`\`

服务、引擎与参数：

\`\`\`block
studies/${name}/servers
\`\`\`
`;
}
