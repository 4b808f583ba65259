import {expect, test} from "vitest";
import {assume} from "../model/assumptions.js";
import {articleDataset} from "../model/claims/fixtures/article-dataset.js";
import {noArticle} from "../model/scope.js";
import {defaultQuestion, planRequest, questionFrom, questionQuery, type PlanQuestion} from "./plan-question.js";

const data = articleDataset();
const asked = defaultQuestion(data)!;
const models = data.models.map(({id}) => id);

test("the default leaves the address bare, and any question comes back from it", () => {
  expect(questionQuery(asked, asked).toString()).toBe("");
  const question: PlanQuestion = {
    ...asked,
    model: "qwen3-8b",
    load: "users",
    users: 7,
    mix: "long-tailed",
    percentile: 99,
    tpot_ms: 12.5
  };
  expect(questionFrom(questionQuery(question, asked), asked, models)).toEqual(question);
});

test("what cannot be asked is passed over", () => {
  const query = "plan.model=none&plan.users=0&plan.percentile=42&plan.ttft_ms=fast&plan.rate_per_s=3&rate_per_s=9";
  expect(questionFrom(new URLSearchParams(query), asked, models)).toEqual({...asked, rate_per_s: 3});
});

test("the reader's price stands for all that the list gives, and a card without one gets it", () => {
  const {prices} = planRequest(data, asked, assume({prices: {"h100-80gb-sxmx1/USD": 9, "l4x1/CNY": 2}}));
  const of = (gpu: string, currency: string): number[] =>
    prices.filter((row) => row.gpu === gpu && row.currency === currency).map((row) => row.price_per_gpu_h);
  expect(data.prices.filter(({gpu}) => gpu === "h100-80gb-sxm").length).toBeGreaterThan(1);
  expect(of("h100-80gb-sxm", "USD")).toEqual([9]);
  expect(of("l4", "CNY")).toEqual([2]);
  expect(of("a10g", "CNY")).toEqual(data.prices.filter(({gpu}) => gpu === "a10g").map((row) => row.price_per_gpu_h));
});

test("the page asks of the model under examination, else of the first that is known", () => {
  expect(asked.model).toBe(data.models.find(({names}) => names.includes(data.article.model.name))!.id);
  const other = noArticle({model: "meta-llama/Llama-3.1-8B", input_tokens: 1, output_tokens: 1});
  expect(defaultQuestion({...data, article: other})!.model).toBe("llama-3.1-8b");
  const unknown = noArticle({model: "none", input_tokens: 1, output_tokens: 1});
  expect(defaultQuestion({...data, article: unknown})!.model).toBe(models[0]);
  expect(defaultQuestion({models: [], article: other})).toBeNull();
});
