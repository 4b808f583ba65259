import {readFileSync} from "node:fs";
import {Ajv} from "ajv";
import {describe, expect, test} from "vitest";
import {parseAllDocuments} from "yaml";
import {parsePrometheus} from "../../loaders/prometheus.js";
import {realText, repository} from "../../loaders/testing/real.js";
import {artefacts, deploymentTargets} from "../../src/model/deployment/artefacts.js";
import {correct} from "../../src/model/deployment/correct.js";
import {expectation} from "../../src/model/deployment/expectation.js";
import {articleWish} from "../../src/model/deployment/fixtures/wishes.js";
import {serviceMetrics} from "../../src/model/deployment/service-metrics.js";
import {calibration} from "../../src/model/prediction/calibration.js";
import {artefactText} from "./artefact-text.js";

const deployment = correct(articleWish("private-platform"));
const expected = expectation(calibration, deployment);
const texts = (target: (typeof deploymentTargets)[number]): Map<string, string> =>
  new Map(artefacts(deployment, expected, target).map((file) => [file.path, artefactText(file)]));

describe("KServe", () => {
  const manifest = texts("kserve").get("kserve/tenant-a.yaml")!;
  const documents = parseAllDocuments(manifest).map((document) => document.toJS() as Record<string, any>);

  test("the InferenceService keeps to the schema of KServe's CRD, which refuses a wrong field", () => {
    const schema = JSON.parse(
      readFileSync(`${repository}/scripts/emit/fixtures/kserve-predictor.schema.json`, "utf8")
    ) as object;
    const validate = new Ajv({strict: false, allErrors: true}).compile(schema);
    const {predictor} = documents.find(({kind}) => kind === "InferenceService")!["spec"] as {predictor: object};
    expect([validate(predictor), validate.errors]).toEqual([true, null]);
    expect(validate({...predictor, minReplica: 1})).toBe(false);
    expect(validate({...predictor, minReplicas: "1"})).toBe(false);
  });

  test("a tenant has a namespace, a quota of its cards, walls, and autoscaling on queue and cache", () => {
    expect(documents.map(({kind}) => kind)).toEqual([
      "Namespace",
      "ResourceQuota",
      "NetworkPolicy",
      "InferenceService"
    ]);
    expect(documents[1]!["spec"].hard["requests.nvidia.com/gpu"]).toBe("6");
    const {metrics} = documents[3]!["spec"].predictor.autoScaling as {metrics: {external: {metric: {query: string}}}[]};
    expect(metrics.map(({external}) => /vllm:\w+/.exec(external.metric.query)?.[0])).toEqual([
      serviceMetrics.waiting,
      serviceMetrics.cache
    ]);
  });
});

test("every metric that is asked for stands on a real vLLM's page, with the buckets that quantiles need", () => {
  const page = parsePrometheus(realText("h100-bf16", "i2048-o512-c16.metrics-after.txt"), "page");
  const names = new Set(page.map(({name}) => name));
  const asked = deploymentTargets.flatMap((target) =>
    [...texts(target).values()].flatMap((text) => text.match(/vllm:[a-z0-9_]+/g) ?? [])
  );
  expect(new Set(asked).size).toBeGreaterThan(8);
  expect([...new Set(asked)].filter((name) => !names.has(name))).toEqual([]);
  const series = Object.values(serviceMetrics);
  expect(series.filter((name) => !names.has(name) && !names.has(`${name}_bucket`))).toEqual([]);
});

test("the dashboard draws every predicted number as a dashed reference", () => {
  const dashboard = JSON.parse(texts("compose").get("monitoring/dashboard.json")!) as {
    panels: {
      targets: {legendFormat: string; expr: string}[];
      fieldConfig: {overrides: {matcher: {options: string}}[]};
    }[];
  };
  const references = dashboard.panels.flatMap(({targets}) => targets.filter(({expr}) => expr.startsWith("vector(")));
  const dashed = dashboard.panels.flatMap(({fieldConfig}) => fieldConfig.overrides.map(({matcher}) => matcher.options));
  expect(references.map(({legendFormat}) => legendFormat)).toEqual(dashed);
  const ttft = references.find(({legendFormat}) => legendFormat === "predicted p50")!;
  expect(ttft.expr).toBe(`vector(${Number((expected!.ttft_p50_ms.value / 1e3).toPrecision(4))})`);
});

test("YAML 1.1 readers see texts as texts", () => {
  const compose = correct(articleWish("web-service"));
  const text = artefactText(artefacts(compose, null, "compose")[0]!);
  expect(text).toContain('- "yes"');
  expect(text).not.toMatch(/^\s*- yes$/m);
});

test("nothing predicted is said where the load cannot be served", () => {
  const page = artefacts(deployment, null, "vllm").find(({path}) => path === "EXPECTED.md")!;
  expect(artefactText(page)).toContain("no number is predicted");
});
