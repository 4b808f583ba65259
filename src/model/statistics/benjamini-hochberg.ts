/**
 * Adjusted p values that control the false discovery rate when many pairs are compared: keep those below 0.05 and at
 * most one in twenty of them is expected to be no difference. Same order as given.
 * Source: Benjamini and Hochberg 1995.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const bad = pValues.find((p) => !(p >= 0 && p <= 1));
  if (bad !== undefined) throw new RangeError(`invalid p value; not in [0, 1]: ${bad}`);
  const n = pValues.length;
  const order = pValues.map((_, i) => i).sort((i, j) => pValues[j]! - pValues[i]!);
  const adjusted = Array.from<number>({length: n});
  let least = 1;
  order.forEach((i, position) => {
    least = Math.min(least, (pValues[i]! * n) / (n - position));
    adjusted[i] = least;
  });
  return adjusted;
}
