/**
 * Seeded generator of numbers in [0, 1), the same in every browser and in Node: Doty-Humphrey's sfc32 (PractRand),
 * with the seed in its first word, the counter at 1 and 12 rounds thrown away. Never for secrets.
 */
export function random(seed: number): () => number {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`invalid seed; not a whole number: ${seed}`);
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = 0;
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}
