/** Below this the library's sort is as fast. */
const few = 2048;
/** Bits of the upper half of a double that one pass sorts by, at most: counts and ends of the parts still fit the caches. */
const mostBits = 12;
const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/**
 * A copy of the values that ascends, without those that are NaN: what `filter` and `sort` give. Many non-negative values,
 * such as the gaps of a point, are put in order by the digits of their upper halves (a radix sort from the last digit on:
 * the bits of non-negative doubles ascend as the doubles do), then the few that agree in these by comparison; a fraction
 * of the time of a sort by comparisons alone. Digits are as few as the range of the upper halves needs.
 */
export function ascending(values: Float64Array): Float64Array {
  let from = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isNaN(value)) from[n++] = value;
  }
  from = from.subarray(0, n);
  if (n < few || !littleEndian) return from.sort();
  let words = new Int32Array(from.buffer, 0, 2 * n);
  let [lowest, highest] = [words[1]!, words[1]!];
  for (let i = 3; i < 2 * n; i += 2) {
    const word = words[i]!;
    if (word < lowest) lowest = word;
    if (word > highest) highest = word;
  }
  if (lowest < 0) return from.sort(); // a sign
  const bitsInAll = 32 - Math.clz32(highest - lowest);
  const passes = Math.ceil(bitsInAll / mostBits);
  const bits = Math.ceil(bitsInAll / passes);
  let to = new Float64Array(n);
  for (let pass = 0; pass < passes; pass++) {
    const shift = pass * bits;
    const mask = (1 << bits) - 1;
    const ends = new Uint32Array(1 << bits);
    for (let i = 1; i < 2 * n; i += 2) ends[((words[i]! - lowest) >>> shift) & mask]!++;
    let before = 0;
    for (let k = 0; k < ends.length; k++) {
      const count = ends[k]!;
      ends[k] = before;
      before += count;
    }
    for (let i = 0; i < n; i++) to[ends[((words[2 * i + 1]! - lowest) >>> shift) & mask]!++] = from[i]!;
    [from, to] = [to, from];
    words = new Int32Array(from.buffer, 0, 2 * n);
  }
  orderAlike(from, words);
  return from;
}

/** Orders what agrees in the upper halves of its bits, which stands together. */
function orderAlike(values: Float64Array, words: Int32Array): void {
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
