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
    .map((name) => `${name}: ${change(before[name], now[name])}`);
}

/** Of lists and objects only what is not in both. */
function change(before: unknown, now: unknown): string {
  const [then, here] = [items(before), items(now)];
  if (then === null || here === null) return `${short(before)} then, ${short(now)} now`;
  const gone = then.filter((item) => !here.includes(item));
  const added = here.filter((item) => !then.includes(item));
  return (
    [...gone.map((item) => `-${short(item)}`), ...added.map((item) => `+${short(item)}`)].join(" ") ||
    "in another order"
  );
}

function items(value: unknown): string[] | null {
  if (Array.isArray(value)) return value.map((item) => (typeof item === "string" ? item : canonical(item)));
  if (value === null || typeof value !== "object") return null;
  return Object.entries(value).map(([key, inner]) => `${key}=${typeof inner === "string" ? inner : canonical(inner)}`);
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
