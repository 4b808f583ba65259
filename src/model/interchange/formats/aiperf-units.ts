import type {Node} from "../node.js";

const inMs: Readonly<Record<string, number>> = {ms: 1, s: 1000, sec: 1000, seconds: 1000, us: 1e-3, ns: 1e-6};

/** Milliseconds in the unit that a metric states, which is what holds. */
export function msIn(metric: Node): number {
  const unit = metric.get("unit").text();
  const factor = unit === null ? undefined : inMs[unit];
  return factor ?? metric.get("unit").fail(`a unit of time (${Object.keys(inMs).join(", ")})`);
}

/** A number that must be in one of these units. */
export function inUnit(metric: Node, key: string, units: readonly string[]): number | null {
  const value = metric.get(key).positive();
  if (value === null) return null;
  const unit = metric.get("unit").text();
  return unit === null || units.includes(unit) ? value : metric.get("unit").fail(units.join(" or "));
}

export const perSecond = {
  tokens: ["tokens/sec", "tokens/s"],
  requests: ["requests/sec", "requests/s"]
} as const;
