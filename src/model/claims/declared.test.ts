import {expect, test} from "vitest";
import {parseClaims} from "../../../loaders/claims.js";
import {assume} from "../assumptions.js";
import type {Dataset} from "../dataset.js";
import {scopeOfStudy} from "../scope.js";
import type {StudyAsks} from "../study.js";
import type {PointRow} from "../tables/points.js";
import {articleDataset, point, withPoints} from "./fixtures/article-dataset.js";
import {judge} from "./judge.js";

const data = articleDataset();
const gpus = data.hardware.map(({gpu}) => gpu);
const asks: StudyAsks = {
  model: "qwen2.5-7b",
  gpus: [
    {gpu: "h100-80gb-sxm", gpus: 1},
    {gpu: "l40s", gpus: 1}
  ],
  precisions: ["bf16"],
  load: {input_tokens: 2048, output_tokens: 512, concurrency: [1, 16]},
  slo: {metric: "e2e", percentile: 0.99, limit_ms: 3000},
  prices: [],
  figures: []
};

const text = `claims:
  - id: twice
    says: the H100 gives at least twice the tokens of an L40S
    metric: output_tokens_per_s
    where: {gpu: h100-80gb-sxm, concurrency: 16}
    relation: ">="
    times: 2
    than: {metric: output_tokens_per_s, where: {gpu: l40s, concurrency: 16}}
  - id: first-token
    says: {zh: 首个 token 在十分之一秒内}
    at: internal target
    metric: ttft_p50_ms
    where: {gpu: [h100-80gb-sxm], model: qwen2.5-7b}
    aggregate: max
    relation: "<"
    than: {value: 0.1, unit: s}
  - id: sheet
    says: {en: the data sheet gives more than three TB/s, zh: 数据手册给出的带宽超过 3 TB/s}
    metric: memory_bandwidth_gb_per_s
    from: hardware
    where: {gpu: h100-80gb-sxm}
    relation: ">"
    than: {value: 3000, unit: GB/s}
`;

const rate = (gpu: string, run: number, output_tokens_per_s: number, over: Partial<PointRow> = {}): PointRow =>
  point({
    gpu,
    run: `${gpu}-${run}`,
    point_id: `measured/${gpu}-${run}/x#1`,
    concurrency: 16,
    output_tokens_per_s,
    ttft_p50_ms: 80,
    n_requests: 700,
    n_completed: 700,
    n_failed: 0,
    ...over
  });

function verdicts(points: readonly PointRow[], assumptions = assume()) {
  const claims = parseClaims("s", "data/claims/s.yaml", text, gpus);
  const scope: Dataset = scopeOfStudy({...withPoints(data, ...points), claims}, {name: "s", asks});
  return Object.fromEntries(judge(scope, assumptions).map((verdict) => [verdict.id, verdict]));
}

test("two selections: the ratio with the interval between runs decides, and one that crosses supports nothing", () => {
  const h100 = [1, 2, 3, 4, 5].map((run) => rate("h100-80gb-sxm", run, 1500 + run));
  const l40s = (value: number) => [1, 2, 3, 4, 5].map((run) => rate("l40s", run, value + run));
  expect(verdicts([...h100, ...l40s(500)])["twice"]).toMatchObject({
    verdict: "supported",
    by: "measured",
    strength: "measured",
    n_runs: 5,
    numbers: [{interval: "welch"}]
  });
  expect(verdicts([...h100, ...l40s(900)])["twice"]).toMatchObject({verdict: "refuted", reason: "fails"});
  expect(verdicts([h100[0]!, l40s(748)[0]!])["twice"]).toMatchObject({
    verdict: "not_testable",
    reason: "interval_crosses",
    n_runs: 1
  });
});

test("a number is read in its unit, the words stand in the one language they have, and every number is evidence", () => {
  const {["first-token"]: verdict} = verdicts([
    rate("h100-80gb-sxm", 1, 1500),
    rate("h100-80gb-sxm", 2, 1500, {ttft_p50_ms: 85})
  ]);
  expect(verdict).toMatchObject({
    verdict: "supported",
    where: "internal target",
    says: {en: "首个 token 在十分之一秒内"},
    says_in: "zh",
    depends_on: ["run_spread", "count_imported"]
  });
  expect(verdict!.because.en).toMatch(/85.ms.*the limit is 100.ms/);
  expect(verdict!.inequality).toBe("85 [81, 89.3] < 100");
  expect(verdict!.evidence.map(({value}) => value)).toEqual([80, 85]);
});

test("what was not measured, is simulated or of another tool is no evidence", () => {
  expect(verdicts([])["twice"]).toMatchObject({verdict: "not_testable", reason: "no_hardware"});
  const simulated = [rate("h100-80gb-sxm", 1, 9, {kind: "simulated"}), rate("l40s", 1, 1, {kind: "simulated"})];
  expect(verdicts(simulated)["twice"]).toMatchObject({reason: "no_hardware", by: null});
  const imported = [rate("h100-80gb-sxm", 1, 9, {kind: "imported"}), rate("l40s", 1, 1, {kind: "imported"})];
  expect(verdicts(imported)["twice"]).toMatchObject({reason: "no_hardware"});
  expect(verdicts(imported, assume({count_imported: true}))["twice"]).toMatchObject({
    verdict: "supported",
    evidence: [{kind: "imported"}, {kind: "imported"}]
  });
  expect(verdicts([])["sheet"]).toMatchObject({verdict: "supported", by: "bound", strength: "bound", n_runs: null});
});

test("claims of a study stand in its own scope alone", () => {
  const claims = parseClaims("s", "f", text, gpus);
  const ids = (d: Dataset): string[] => judge(d).map(({id}) => id);
  expect(ids({...data, claims: [...data.claims!, ...claims]})).toEqual(data.article.assertions.map(({id}) => id));
  expect(ids(scopeOfStudy({...data, claims}, {name: "other", asks}))).toEqual([]);
});
