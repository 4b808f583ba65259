/** Below this the library's sort is as fast. */
const few = 2048;
/** Bits of a digit: six digits hold the 64 bits of a double. */
const digits = [
  {word: 0, shift: 0, bits: 11},
  {word: 0, shift: 11, bits: 11},
  {word: 0, shift: 22, bits: 10},
  {word: 1, shift: 0, bits: 11},
  {word: 1, shift: 11, bits: 11},
  {word: 1, shift: 22, bits: 10}
] as const;
const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/**
 * A copy of the values that ascends, without those that are NaN: what `filter` and `sort` give. Many non-negative values,
 * such as the gaps of a point, are put in order by their digits (a radix sort from the last one on: the bits of
 * non-negative doubles ascend as the doubles do), in a fraction of the time of a sort by comparisons.
 */
export function ascending(values: Float64Array): Float64Array {
  let from = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) from[n++] = values[i]!;
  from = from.subarray(0, n);
  if (n < few || !littleEndian) return from.sort();
  let words = new Uint32Array(from.buffer, 0, 2 * n);
  for (let i = 1; i < 2 * n; i += 2) if (words[i]! >>> 31 !== 0) return from.sort();
  let to = new Float64Array(n);
  for (const {word, shift, bits} of digits) {
    const mask = (1 << bits) - 1;
    const ends = new Uint32Array(1 << bits);
    for (let i = word; i < 2 * n; i += 2) ends[(words[i]! >>> shift) & mask]!++;
    if (ends[(words[word]! >>> shift) & mask] === n) continue; // all alike in this digit
    let before = 0;
    for (let k = 0; k < ends.length; k++) {
      const count = ends[k]!;
      ends[k] = before;
      before += count;
    }
    for (let i = 0; i < n; i++) to[ends[(words[2 * i + word]! >>> shift) & mask]!++] = from[i]!;
    [from, to] = [to, from];
    words = new Uint32Array(from.buffer, 0, 2 * n);
  }
  return from;
}
