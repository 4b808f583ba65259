import {z} from "zod";
import {loadToolCallParsers} from "../../loaders/tool-call-parsers.js";
import {readYaml} from "../../loaders/yaml.js";
import type {Dataset} from "../../src/model/dataset.js";
import type {Wish} from "../../src/model/deployment/deployment.js";
import {scenarioWish, servedModel} from "../../src/model/deployment/scenario-wish.js";
import {usersFor} from "../../src/model/deployment/users-for.js";
import {precisions} from "../../src/model/physics/precision.js";
import type {Calibration} from "../../src/model/prediction/fit-calibration.js";
import {parseSlo} from "../../src/model/prediction/slo.js";
import {Problem} from "../../src/model/problem.js";
import {gpuOf, modelOf, type ModelChoice} from "../predict/options.js";

const name = z
  .string()
  .max(40)
  .regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, "must be lower case letters, digits and dashes");
const tokens = z.number().int().min(1).max(10_000_000);
const count = z.number().int().min(1).max(1024);

const lengths = {input_tokens: tokens, output_tokens: tokens};

const schema = z.strictObject({
  schema: z.literal("sweepbook-plan/1"),
  name,
  /** Name in the API, and of the checkpoint. */
  model: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[\w./-]+$/, "must be a name of letters, digits and . _ - /"),
  /** config.json, or an id in data/models; left out: the model is known by its name. */
  config: z.string().optional(),
  gpu: z.string(),
  gpus: count,
  precision: z.enum(precisions),
  tensor_parallel: count.optional(),
  context_tokens: tokens.optional(),
  yarn: z.boolean().default(false),
  tool_call_parser: z.string().regex(/^\w+$/, "must be a name").optional(),
  load: z.union([
    z.strictObject({...lengths, concurrency: z.number().int().min(1).max(100_000)}),
    z.strictObject({...lengths, requests_per_s: z.number().positive().max(100_000)})
  ]),
  slo: z.array(z.string()).default([]),
  tenants: z.array(name).max(100).default([]),
  session_store: z.boolean().default(false)
});

const articlePrefix = "article:";

/**
 * Reads a plan: a JSON or YAML file, or `article:SCENARIO` for what the article recommends. A load that is given as a rate becomes the
 * users at once that are predicted to make it. Throws a Problem that names file, rule and value.
 */
export function readPlan(
  data: Pick<Dataset, "models" | "hardware" | "article" | "published">,
  calibration: Calibration,
  plan: string
): Wish {
  if (plan.startsWith(articlePrefix)) return fromArticle(data as Dataset, plan.slice(articlePrefix.length));
  const read = readYaml(plan, schema, plan);
  const known = data.models.find(({names, id}) => names.includes(read.model) || id === read.model);
  const source = read.config ?? known?.id;
  if (source === undefined) {
    throw new Problem("the shapes of the model are not known", {
      where: plan,
      value: read.model,
      remedy: "give `config`, the path of its config.json"
    });
  }
  const choice = modelOf(data.models, source);
  const {config: _config, schema: _schema, model: _model, gpu, slo, load, ...rest} = read;
  const {input_tokens, output_tokens} = load;
  const wish: Wish = {
    ...rest,
    load: {input_tokens, output_tokens, concurrency: "concurrency" in load ? load.concurrency : 1},
    model: known === undefined ? unknownModel(read.model, choice) : {...servedModel(known), id: choice.id},
    gpu: gpuOf(data.hardware, gpu),
    tensor_parallel: read.tensor_parallel ?? null,
    context_tokens: read.context_tokens ?? null,
    tool_call_parser: read.tool_call_parser ?? null,
    slo: slo.flatMap(parseSlo)
  };
  if ("concurrency" in load) return wish;
  return {...wish, load: {...wish.load, concurrency: usersFor(calibration, wish, load.requests_per_s)}};
}

/** A model that data/models does not hold, by its name and its config alone. */
function unknownModel(name: string, {id, arch}: ModelChoice): Wish["model"] {
  return {name, id, arch, rope_theta: null, tool_call_parser: loadToolCallParsers(".")([name])};
}

function fromArticle(data: Dataset, id: string): Wish {
  const scenario = data.article.scenarios.find((each) => each.id === id);
  const wish = scenario === undefined ? null : scenarioWish(data, scenario);
  if (wish !== null) return wish;
  throw new Problem("no such scenario of the article", {
    value: id,
    remedy: `one of ${data.article.scenarios.map((each) => each.id).join(", ")}`
  });
}
