import type {Assumptions} from "../model/assumptions.js";
import type {Dataset} from "../model/dataset.js";
import {parseArchitecture} from "../model/physics/architecture.js";
import type {PlanRequest} from "../model/prediction/plan.js";
import type {LatencyName} from "../model/prediction/outcome.js";
import {pricesUnder} from "../model/price.js";
import type {Lengths} from "../model/simulator/lengths.js";
import type {Text} from "../model/text.js";

/** What a reader asks of the Plan page; the keys of its URL are these names after "plan.". */
export interface PlanQuestion {
  /** Id in data/models. */
  readonly model: string;
  /** rate: requests a second, Poisson; users: that many at once, each waiting for its answer. */
  readonly load: "rate" | "users";
  readonly rate_per_s: number;
  readonly users: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** fixed, evenly spread over half to one and a half times the mean, or long-tailed (log-normal, sigma 0.8). */
  readonly mix: "fixed" | "uniform" | "long-tailed";
  readonly percentile: 50 | 90 | 95 | 99;
  readonly ttft_ms: number;
  readonly tpot_ms: number;
}

/** What the form begins with, of a model. */
export const questionOf = (model: string): PlanQuestion => ({
  model,
  load: "rate",
  rate_per_s: 2,
  users: 64,
  input_tokens: 2048,
  output_tokens: 512,
  mix: "fixed",
  percentile: 90,
  ttft_ms: 2000,
  tpot_ms: 50
});

/** What the page asks before its reader does: of the model under examination, else of the first known; null where none is known. */
export function defaultQuestion({models, article}: Pick<Dataset, "models" | "article">): PlanQuestion | null {
  const model = models.find(({names}) => names.includes(article.model.name)) ?? models[0];
  return model === undefined ? null : questionOf(model.id);
}

/** Numbers of the question, their words and ranges: what the form shows and the URL is held to. */
export const planFields = {
  rate_per_s: {label: {en: "Requests per second", zh: "每秒请求数"}, min: 0.01, max: 500},
  users: {label: {en: "Users at once", zh: "同时用户数"}, min: 1, max: 20_000},
  input_tokens: {label: {en: "Input tokens, mean", zh: "输入 token（平均）"}, min: 1, max: 100_000},
  output_tokens: {label: {en: "Output tokens, mean", zh: "输出 token（平均）"}, min: 2, max: 20_000},
  ttft_ms: {label: {en: "TTFT limit, ms", zh: "TTFT 限值，ms"}, min: 1, max: 600_000},
  tpot_ms: {label: {en: "TPOT limit, ms", zh: "TPOT 限值，ms"}, min: 0.1, max: 60_000}
} as const satisfies Record<string, {label: Text; min: number; max: number}>;

type Field = keyof typeof planFields;

/** What may be chosen from a list. */
export const planChoices = {
  load: ["rate", "users"],
  mix: ["fixed", "uniform", "long-tailed"],
  percentile: [50, 90, 95, 99]
} as const;

/**
 * The question of a URL or a form: the page's own wherever it says nothing or nothing that can be asked.
 * @param models ids that may be chosen
 */
export function questionFrom(query: URLSearchParams, base: PlanQuestion, models: readonly string[]): PlanQuestion {
  const asked: Record<string, string | number> = {...base};
  for (const [key, text] of query) {
    const name = key.replace(/^plan\./, "");
    if (name === key || text.trim() === "") continue;
    if (name === "model" && models.includes(text)) asked["model"] = text;
    else if (name in planFields) {
      const {min, max} = planFields[name as Field];
      const value = Number(text);
      if (value >= min && value <= max) asked[name] = /_tokens$|users/.test(name) ? Math.round(value) : value;
    } else if (name in planChoices) {
      const found = planChoices[name as keyof typeof planChoices].find((choice) => String(choice) === text);
      if (found !== undefined) asked[name] = found;
    }
  }
  return asked as unknown as PlanQuestion;
}

/** What differs from the page's own question, as URL parameters. */
export function questionQuery(question: PlanQuestion, base: PlanQuestion): URLSearchParams {
  const differing = Object.entries(question).filter(([name, value]) => value !== base[name as keyof PlanQuestion]);
  return new URLSearchParams(differing.map(([name, value]) => [`plan.${name}`, String(value)]));
}

/** The request of a plan: every GPU of the data sheet table, at the reader's prices. */
export function planRequest(
  data: Pick<Dataset, "models" | "prices" | "hardware">,
  question: PlanQuestion,
  assumptions: Assumptions
): PlanRequest {
  const arch = parseArchitecture(data.models.find(({id}) => id === question.model)!);
  const limit = (quantity: "ttft" | "tpot"): LatencyName => `${quantity}_p${question.percentile}_ms`;
  return {
    model: question.model,
    arch,
    ratePerS: question.rate_per_s,
    users: question.load === "users" ? question.users : null,
    input: lengths(question.input_tokens, question.mix),
    output: lengths(question.output_tokens, question.mix),
    slo: [
      {name: limit("ttft"), limitMs: question.ttft_ms},
      {name: limit("tpot"), limitMs: question.tpot_ms}
    ],
    precisions: arch.quantization === null ? ["bf16", "gptq-int4"] : [arch.quantization.precision],
    tensorParallel: [1, 2, 4, 8],
    gpus: null,
    prices: pricesUnder(data, assumptions),
    seed: 1
  };
}

function lengths(mean: number, mix: PlanQuestion["mix"]): Lengths {
  if (mix === "uniform") return {kind: "uniform", mean, spread: 0.5};
  if (mix === "long-tailed") return {kind: "lognormal", mean, sigma: 0.8, most: 8 * mean};
  return {kind: "fixed", tokens: mean};
}
