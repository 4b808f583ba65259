import {sha256} from "../../loaders/sha256.js";

/** Everything that affects a number, as plain JSON. */
export type FingerprintParts = Readonly<Record<string, unknown>>;

/** SHA-256 of the parts with their keys sorted at every depth, so that order of writing does not matter. */
export function fingerprint(parts: FingerprintParts): string {
  return sha256(canonical(parts));
}

/** Names of the parts that differ, with both values, for a message. */
export function differences(before: FingerprintParts, now: FingerprintParts): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort((a, b) => (a < b ? -1 : 1));
  return names
    .filter((name) => canonical(before[name]) !== canonical(now[name]))
    .map((name) => `${name}: ${short(before[name])} then, ${short(now[name])} now`);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}

function short(value: unknown): string {
  const text = typeof value === "string" ? value : canonical(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
