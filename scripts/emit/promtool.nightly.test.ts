import {execa} from "execa";
import {mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {stringify} from "yaml";
import {artefacts, deploymentTargets} from "../../src/model/deployment/artefacts.js";
import {correct} from "../../src/model/deployment/correct.js";
import {expectation} from "../../src/model/deployment/expectation.js";
import {articleWish} from "../../src/model/deployment/fixtures/wishes.js";
import {calibration} from "../../src/model/prediction/calibration.js";
import {whyNot} from "../testing/debian.js";
import {writeArtefacts} from "./write-artefacts.js";

const reason = await whyNot("promtool", "prometheus");
const deployment = correct(articleWish("web-service"));
const expected = expectation(calibration, deployment);
const promtool = (...argv: string[]) => execa("promtool", argv, {reject: false, all: true});

function write(target: (typeof deploymentTargets)[number]): string {
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-promtool-"));
  writeArtefacts(artefacts(deployment, expected, target), folder, false);
  return join(folder, "monitoring");
}

describe.skipIf(reason !== null)(`Prometheus' own checks${reason === null ? "" : ` (skipped: ${reason})`}`, () => {
  // Debian builds promtool without the discovery of Kubernetes, so that scrape is not among these.
  test.each(["vllm", "compose", "slurm"] as const)("scrape and rules for %s", async (target) => {
    const folder = write(target);
    const {exitCode, all} = await promtool("check", "config", join(folder, "prometheus.yml"));
    expect([exitCode, all]).toEqual([0, expect.stringContaining("rules found")]);
  });

  test("alerts fire when they should and are silent when they should not", async () => {
    const folder = write("compose");
    const fast = (le: string) => `vllm:time_to_first_token_seconds_bucket{le="${le}"}`;
    const cases = {
      rule_files: [join(folder, "alerts.yml")],
      evaluation_interval: "15s",
      tests: [
        {
          interval: "15s",
          input_series: [
            {series: 'up{job="vllm", service="web-service"}', values: "0x40"},
            // half of the requests take over a second and under 2.5
            {series: fast("1"), values: "0+5x80"},
            {series: fast("2.5"), values: "0+10x80"},
            {series: fast("+Inf"), values: "0+10x80"},
            {series: "vllm:kv_cache_usage_perc", values: "0.5x80"}
          ],
          alert_rule_test: [
            {
              eval_time: "10m",
              alertname: "ReplicaDown",
              exp_alerts: [
                {
                  exp_labels: {severity: "page", job: "vllm", service: "web-service"},
                  exp_annotations: {
                    summary: "a replica does not answer",
                    description: "See its log; the proxy sends nothing to it meanwhile."
                  }
                }
              ]
            },
            {
              eval_time: "12m",
              alertname: "TTFTP90OverSlo",
              exp_alerts: [
                {
                  exp_labels: {severity: "page"},
                  exp_annotations: {
                    summary: "TTFT p90 is over 1000 ms, the limit of the plan",
                    description: "Compare the load with the plan's: users at once, lengths."
                  }
                }
              ]
            },
            {eval_time: "12m", alertname: "CacheFull", exp_alerts: []},
            {eval_time: "12m", alertname: "QueueGrows", exp_alerts: []}
          ]
        }
      ]
    };
    const file = join(folder, "cases.yml");
    writeFileSync(file, stringify(cases));
    const {exitCode, all} = await promtool("test", "rules", file);
    expect([exitCode, all]).toEqual([0, expect.stringContaining("SUCCESS")]);
  });

  test("every query of the dashboard is PromQL", async () => {
    const folder = write("vllm");
    const dashboard = artefacts(deployment, expected, "vllm").find(({path}) => path.endsWith("dashboard.json"))!;
    const text = JSON.stringify(dashboard.content);
    const queries = [...text.matchAll(/"expr":("(?:[^"\\]|\\.)*")/g)].map(([, query]) => JSON.parse(query!) as string);
    expect(queries.length).toBeGreaterThan(20);
    const rules = queries.map((expr, i) => ({record: `query:${i}`, expr}));
    const file = join(folder, "queries.yml");
    writeFileSync(file, stringify({groups: [{name: "dashboard", rules}]}));
    const {exitCode, all} = await promtool("check", "rules", file);
    expect([exitCode, all]).toEqual([0, expect.stringContaining(`${queries.length} rules found`)]);
  });
});
