/** Below this the library's sort is as fast. */
const few = 2048;
/** Digits of the upper half of a double, the last one first: sign, exponent and 20 bits of the fraction. */
const digits = [
  {shift: 0, bits: 11},
  {shift: 11, bits: 11},
  {shift: 22, bits: 10}
] as const;
const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/**
 * A copy of the values that ascends, without those that are NaN: what `filter` and `sort` give. Many non-negative values,
 * such as the gaps of a point, are put in order by the digits of their upper halves (a radix sort from the last digit on:
 * the bits of non-negative doubles ascend as the doubles do), then the few that agree in these by comparison; a fraction
 * of the time of a sort by comparisons alone.
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
  for (const {shift, bits} of digits) {
    const mask = (1 << bits) - 1;
    const ends = new Uint32Array(1 << bits);
    for (let i = 1; i < 2 * n; i += 2) ends[(words[i]! >>> shift) & mask]!++;
    if (ends[(words[1]! >>> shift) & mask] === n) continue; // all alike in this digit
    let before = 0;
    for (let k = 0; k < ends.length; k++) {
      const count = ends[k]!;
      ends[k] = before;
      before += count;
    }
    for (let i = 0; i < n; i++) to[ends[(words[2 * i + 1]! >>> shift) & mask]!++] = from[i]!;
    [from, to] = [to, from];
    words = new Uint32Array(from.buffer, 0, 2 * n);
  }
  orderAlike(from, words);
  return from;
}

/** Orders what agrees in the upper halves of its bits, which stands together. */
function orderAlike(values: Float64Array, words: Uint32Array): void {
  const n = values.length;
  let start = 0;
  for (let i = 1; i <= n; i++) {
    if (i < n && words[2 * i + 1] === words[2 * start + 1]) continue;
    if (i - start > 1) orderPart(values, start, i);
    start = i;
  }
}

function orderPart(values: Float64Array, start: number, end: number): void {
  if (end - start > 16) {
    values.subarray(start, end).sort();
    return;
  }
  for (let i = start + 1; i < end; i++) {
    const value = values[i]!;
    let k = i;
    while (k > start && values[k - 1]! > value) {
      values[k] = values[k - 1]!;
      k--;
    }
    values[k] = value;
  }
}
