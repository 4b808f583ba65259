import {closest, distance} from "fastest-levenshtein";

/** The valid name that a mistyped one most likely means; null when none is close (more than two fifths of it differ). */
export function nearest(value: string, valid: Iterable<string>): string | null {
  const names = [...valid];
  if (names.length === 0) return null;
  const best = closest(value, names);
  return distance(value, best) <= Math.max(1, Math.ceil(value.length * 0.4)) ? best : null;
}
