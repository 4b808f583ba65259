import {random} from "../../src/model/statistics/random.js";

/** The items in an order that the seed decides (Fisher and Yates). */
export function shuffle<T>(items: readonly T[], seed: number): T[] {
  const next = random(seed);
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** A seed of its own for a name: FNV-1a over the text, mixed with the sweep's seed, within 30 bits. */
export function seedOf(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const c of name) hash = Math.imul(hash ^ c.codePointAt(0)!, 0x01000193);
  return (hash >>> 0) % 2 ** 30;
}
