import {expect, test} from "vitest";
import {articleDataset} from "../model/claims/fixtures/article-dataset.js";
import {judge} from "../model/claims/judge.js";
import {claimCard} from "./verdict.js";

const verdicts = judge(articleDataset());
const card = (id: string, lang: "en" | "zh" = "en"): string =>
  claimCard(
    verdicts.find((verdict) => verdict.id === id)!,
    lang
  ).source;

test("a card says which of its own numbers fail the audit, and strikes them", () => {
  const max = card("throughput-is-max");
  expect(max).toMatch(/5 of the \d+ numbers it reads fail the audit: .*Answer time against the claimed limit/);
  expect(max.match(/<del class="failed" title="Answer time against the claimed limit">/g)).toHaveLength(5);
  expect(card("cost-follows-inputs", "zh")).toMatch(/个数字中有 4 个未通过审计：.*由价格与吞吐算成本/);
  expect(card("tp4-near-linear")).not.toContain("fail the audit");
});

test("agreement with itself looks weaker than a measurement", () => {
  expect(card("a100-best-single")).toContain("agrees with itself only");
  expect(card("vram-a100")).toContain("contradicts itself");
  const [first] = verdicts;
  const measured = claimCard({...first!, by: "measured", strength: "measured"}, "en").source;
  expect(measured).toContain('class="claim card supported measured"');
  expect(card("a100-best-single")).toContain('class="claim card supported self-consistent"');
});
