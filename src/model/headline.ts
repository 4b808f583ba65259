import {auditPoints, auditPublished} from "./audit/audit.js";
import {failedChecks} from "./audit/failed-checks.js";
import {defaultAssumptions, type Assumptions} from "./assumptions.js";
import {judge} from "./claims/judge.js";
import {costPerMtok} from "./cost.js";
import type {Dataset} from "./dataset.js";
import {maxConcurrency} from "./max-concurrency.js";
import type {PointRow} from "./tables/points.js";

/** A number that the report leads with: what a changed input must not move unseen. */
export interface HeadlineNumber {
  /** Stable: <subject>/<quantity>, the quantity with its unit. */
  readonly id: string;
  /** Null where the data give none, such as no concurrency that passes. */
  readonly value: number | null;
  /** Rows that it was computed from. */
  readonly rests_on: readonly string[];
}

/** The report's headline numbers: counts of verdicts and audits, recomputed costs, and the best of each measured server. */
export function headline(dataset: Dataset, assumptions: Assumptions = defaultAssumptions): HeadlineNumber[] {
  return [
    ...verdictCounts(dataset, assumptions),
    ...auditCounts(dataset),
    ...recomputedCosts(dataset),
    ...measuredServers(dataset, assumptions)
  ];
}

function verdictCounts(dataset: Dataset, assumptions: Assumptions): HeadlineNumber[] {
  const verdicts = judge(dataset, assumptions);
  return (["supported", "refuted", "not_testable"] as const).map((outcome) => {
    const found = verdicts.filter(({verdict}) => verdict === outcome);
    const rests_on = [...new Set(found.flatMap(({evidence}) => evidence.map(({id}) => id)))];
    return {id: `claims/n_${outcome}`, value: found.length, rests_on};
  });
}

function auditCounts(dataset: Dataset): HeadlineNumber[] {
  const rows = {points: auditPoints(dataset), published: auditPublished(dataset)};
  return Object.entries(rows).flatMap(([name, list]) =>
    (["pass", "warn", "fail", "not_checked"] as const).map((status) => ({
      id: `audit/${name}/n_${status}`,
      value: list.filter((row) => row.status === status).length,
      rests_on: [...new Set(list.map(({point}) => point))]
    }))
  );
}

/** Costs of table 5.1 from price and throughput, at full use. */
function recomputedCosts(dataset: Dataset): HeadlineNumber[] {
  return dataset.published.flatMap(({published_id, price_cny_per_hour, throughput_tokens_per_s}) =>
    price_cny_per_hour === null || throughput_tokens_per_s === null
      ? []
      : [
          {
            id: `${published_id}/cost_cny_per_mtok_output`,
            value: costPerMtok({
              price_per_gpu_h: price_cny_per_hour,
              gpus: 1,
              tokens_per_s: throughput_tokens_per_s,
              utilisation: 1
            }),
            rests_on: [published_id]
          }
        ]
  );
}

/** Of each measured server at the article's lengths: TPOT alone, most throughput, least energy, concurrency at the SLO. */
function measuredServers(dataset: Dataset, {slo}: Assumptions): HeadlineNumber[] {
  const {input_tokens_mean, output_tokens} = dataset.article.setup;
  const servers = new Map<string, PointRow[]>();
  for (const point of dataset.points) {
    if (point.kind !== "measured" || point.status !== "ok" || point.load !== "closed") continue;
    if (point.input_tokens !== input_tokens_mean || point.output_tokens !== output_tokens) continue;
    const id = `measured/${point.run}/${point.server}`;
    servers.set(id, [...(servers.get(id) ?? []), point]);
  }
  return [...servers].flatMap(([id, points]) => {
    const rests_on = points.map(({point_id}) => point_id);
    const values = (column: "tpot_p50_ms" | "output_tokens_per_s" | "energy_j_per_output_token", of = points) =>
      of.flatMap((point) => {
        const value = point[column];
        return value === null || failedChecks(dataset, point.point_id, column).length > 0 ? [] : [value];
      });
    const best = (list: readonly number[], choose: (...values: number[]) => number): number | null =>
      list.length === 0 ? null : choose(...list);
    const alone = values(
      "tpot_p50_ms",
      points.filter(({concurrency}) => concurrency === 1)
    );
    const found = maxConcurrency(dataset, points, slo);
    return [
      {id: `${id}/tpot_p50_ms`, value: best(alone, Math.min), rests_on},
      {id: `${id}/output_tokens_per_s`, value: best(values("output_tokens_per_s"), Math.max), rests_on},
      {id: `${id}/energy_j_per_output_token`, value: best(values("energy_j_per_output_token"), Math.min), rests_on},
      {id: `${id}/max_concurrency`, value: found.passes, rests_on},
      {id: `${id}/least_failing_concurrency`, value: found.fails, rests_on}
    ];
  });
}
