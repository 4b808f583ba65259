import {normalQuantile} from "../statistics/normal.js";
import {random} from "../statistics/random.js";
import type {PlanRow} from "./plan.js";

const draws = 2000;
const halfWidth = normalQuantile(0.95); // a 90 % interval spans this many standard deviations to each side

/**
 * Share of draws in which each row is the cheapest of its currency; null for a row without a cost. Each draw takes every capacity from
 * a log-normal of its interval, one draw a GPU: what is wrong about a card is wrong about all its configurations. Ties share.
 */
export function cheapestShares(rows: readonly PlanRow[], demand: number, seed: number): (number | null)[] {
  const next = random(seed);
  const wins = rows.map(() => 0);
  const currencies = new Set(rows.flatMap(({currency}) => (currency === null ? [] : [currency])));
  const gpus = [...new Set(rows.map(({gpu}) => gpu))];
  for (let draw = 0; draw < draws; draw += 1) {
    const shifts = new Map(gpus.map((gpu) => [gpu, normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, next())))]));
    const costs = rows.map((row) => costOf(row, demand, shifts.get(row.gpu) ?? 0));
    for (const currency of currencies) {
      const least = Math.min(...costs.filter((_, i) => rows[i]?.currency === currency));
      if (!Number.isFinite(least)) continue;
      const winners = rows.flatMap((row, i) => (row.currency === currency && costs[i] === least ? [i] : []));
      for (const i of winners) wins[i] = (wins[i] as number) + 1 / winners.length;
    }
  }
  return rows.map((row, i) => (row.cost_per_h === null ? null : (wins[i] as number) / draws));
}

function costOf(row: PlanRow, demand: number, shift: number): number {
  if (row.cost_per_h === null || row.gpus === null) return Infinity;
  const rate = row.streams_per_replica ?? row.requests_per_s_per_replica;
  const lo = row.streams_per_replica_lo ?? row.requests_per_s_per_replica_lo;
  const hi = row.streams_per_replica_hi ?? row.requests_per_s_per_replica_hi;
  const spread =
    row.kind === "measured" || lo <= 0 ? (row.kind === "measured" ? 0 : 0.5) : Math.log(hi / lo) / (2 * halfWidth);
  const replicas = Math.ceil(demand / (rate * Math.exp(spread * shift)));
  return (row.cost_per_h / row.gpus) * replicas * row.tensor_parallel;
}
