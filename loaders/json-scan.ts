/** Numbers as they are read, in a buffer that grows. */
export interface NumberList {
  values: Float64Array;
  length: number;
}

const [quote, comma, minus, dot, zero, nine, open, backslash, close] = [34, 44, 45, 46, 48, 57, 91, 92, 93] as const;
const [plus, upperE, lowerE, lowerU] = [43, 69, 101, 117] as const;
const space = 32;

/** Powers of ten that are doubles without rounding, and their halves of at most 27 bits, for exact products. */
const powers = Float64Array.from({length: 23}, (_, k) => Number(`1e${k}`));
/** 2^27 + 1, which splits a double into two halves whose products are exact (Dekker 1971). */
const splitter = 134217729;
const powersHigh = powers.map((p) => splitter * p - (splitter * p - p));
const powersLow = powers.map((p, k) => p - powersHigh[k]!);
/** More than the error of the computed remainder, less than what moves a rounding that is not a near tie. */
const doubt = 2 ** -30;

/** 10^-8 in three parts that add up to it within 2^-130: products of the first two with eight digits are exact. */
const [eighthHigh, eighthMiddle, eighthLow] = partsOfEighth();
/** Around the sum of what is below the first product: eight times its rounding errors, which are five at most. */
const [least, most] = [1 - 2 ** -50, 1 + 2 ** -50] as const;

function partsOfEighth(): readonly [number, number, number] {
  const ten8 = 10n ** 8n;
  const scaled = 2n ** 78n;
  const high = 2n ** 52n / ten8;
  const middle = scaled / ten8 - high * 2n ** 26n;
  return [Number(high) * 2 ** -52, Number(middle) * 2 ** -78, (Number(scaled % ten8) / 1e8) * 2 ** -78];
}

/** Position of the first byte from `at` that is no white space of JSON. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  while (at < bytes.length) {
    const c = bytes[at]!;
    if (c !== space && c !== 10 && c !== 13 && c !== 9) break;
    at++;
  }
  return at;
}

/**
 * Reads a JSON array of numbers, whose bracket is at `at`, and appends them to `out`. Every number is the double that
 * JSON.parse gives, to the last bit. The form that a clock gives most (0 and 16 to 18 digits) by exact products; others by one
 * division that is exact to half a unit (up to 15 digits) or whose remainder is computed exactly and added (up to 18). What is
 * rounded is proved by rounding both ends of its error (Ziv's test); all others, and those that are near a tie, by Number().
 * @param bytes end in something that is no part of a number
 * @returns the position behind the array; -1 when this is not such an array, or not JSON
 */
export function scanNumbers(bytes: Buffer, at: number, out: NumberList): number {
  if (bytes[at] !== open) return -1;
  at = skipSpace(bytes, at + 1);
  if (bytes[at] === close) return at + 1;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lastLong = bytes.length - 24;
  let {values, length} = out;
  for (;;) {
    if (at >= bytes.length) return -1;
    if (length === values.length) {
      const grown = new Float64Array(2 * values.length + 64);
      grown.set(values);
      out.values = values = grown;
    }
    if (at < lastLong && bytes[at] === zero && bytes[at + 1] === dot) {
      // Sixteen digits at once, as four words of four, and up to two more without a branch on how many, which is nearly chance.
      const a = view.getInt32(at + 2, true) ^ 0x30303030;
      const b = view.getInt32(at + 6, true) ^ 0x30303030;
      const d = view.getInt32(at + 10, true) ^ 0x30303030;
      const e = view.getInt32(at + 14, true) ^ 0x30303030;
      const over = a | (a + 0x76767676) | b | (b + 0x76767676) | d | (d + 0x76767676) | e | (e + 0x76767676);
      const [next, last] = [bytes[at + 18]! ^ zero, bytes[at + 19]! ^ zero];
      const one = ((next - 10) >>> 31) & 1;
      const two = ((last - 10) >>> 31) & one;
      const end = at + 18 + one + two;
      if ((over & 0x80808080) === 0 && bytes[end] === comma && bytes[end + 1] === space) {
        const first = fourDigits(a) * 10_000 + fourDigits(b);
        const second = fourDigits(d) * 10_000 + fourDigits(e);
        const third = next * one * 10 + last * two;
        const top = first * eighthHigh;
        const rest = first * eighthMiddle + (second * 1e-16 + (first * eighthLow + third * 1e-18));
        const value = top + rest * least;
        values[length++] = value === top + rest * most ? value : Number(bytes.toString("latin1", at, end));
        at = end + 2;
        if (bytes[at]! <= space) at = skipSpace(bytes, at);
        continue;
      }
    }
    const from = at;
    let c = bytes[at]!;
    let hard = false;
    // The number is (high * 10^lowDigits + low) / 10^scale.
    let high = 0;
    let low = 0;
    let lowDigits = 0;
    let scale = 0;
    if (c === minus) {
      hard = true;
      c = bytes[++at]!;
    }
    if (c === zero) c = bytes[++at]!;
    else {
      if (c < zero || c > nine) return -1;
      while (c >= zero && c <= nine) {
        if (high < 100_000_000) high = high * 10 + (c - zero);
        else hard = true;
        c = bytes[++at]!;
      }
    }
    if (c === dot) {
      const first = at + 1;
      c = bytes[++at]!;
      while (high < 100_000_000 && c >= zero && c <= nine) {
        high = high * 10 + (c - zero);
        c = bytes[++at]!;
      }
      while (lowDigits < 10 && c >= zero && c <= nine) {
        low = low * 10 + (c - zero);
        lowDigits++;
        c = bytes[++at]!;
      }
      while (c >= zero && c <= nine) {
        hard = true;
        c = bytes[++at]!;
      }
      scale = at - first;
      if (scale === 0) return -1;
    }
    if (c === lowerE || c === upperE) {
      c = bytes[++at]!;
      const negative = c === minus;
      if (negative || c === plus) c = bytes[++at]!;
      if (c < zero || c > nine) return -1;
      let exponent = 0;
      while (c >= zero && c <= nine) {
        if (exponent < 10_000) exponent = exponent * 10 + (c - zero);
        c = bytes[++at]!;
      }
      scale += negative ? exponent : -exponent;
    }
    let value = 0;
    // With nine digits above and ten below, their product with a power of ten would no longer be exact.
    if (scale < 0 || scale > 22 || (lowDigits > 9 && high >= 100_000_000)) hard = true;
    if (!hard) {
      const p = powers[scale]!;
      const shifted = high * powers[lowDigits]!;
      const digits = shifted + low;
      value = digits / p;
      if (digits > Number.MAX_SAFE_INTEGER) {
        const lost = low - (digits - shifted);
        const product = value * p;
        const t = splitter * value;
        const valueHigh = t - (t - value);
        const valueLow = value - valueHigh;
        const [pHigh, pLow] = [powersHigh[scale]!, powersLow[scale]!];
        const error = valueHigh * pHigh - product + valueHigh * pLow + valueLow * pHigh + valueLow * pLow;
        const step = (digits - product - error + lost) / p;
        const lower = value + step * (1 - doubt);
        hard = lower !== value + step * (1 + doubt);
        value = lower;
      }
    }
    if (hard) value = Number(bytes.toString("latin1", from, at));
    values[length++] = value;
    if (c !== comma) {
      at = skipSpace(bytes, at);
      if (bytes[at] === close) {
        out.length = length;
        return at + 1;
      }
      if (bytes[at] !== comma) return -1;
    }
    at++;
    if (bytes[at] === space) at++;
    if (bytes[at]! <= space) at = skipSpace(bytes, at);
  }
}

/** Value of four digits, one a byte, the first in the lowest. */
function fourDigits(word: number): number {
  const pairs = (Math.imul(word, 10) + (word >>> 8)) & 0x00ff00ff;
  return Math.imul(pairs, 0x00640001) >>> 16; // a hundred times the first pair and once the second, in the upper half
}

/**
 * Passes over a JSON string, whose quote is at `at`, and checks that it is one.
 * @returns the position behind it; -1 when it is none
 */
export function skipString(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== quote) return -1;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length;
  at++;
  while (at < end) {
    // Sixteen, then four bytes at a time while none of them is a quote, a backslash or a control character.
    while (at + 16 <= end) {
      const found =
        special(view.getInt32(at, true)) |
        special(view.getInt32(at + 4, true)) |
        special(view.getInt32(at + 8, true)) |
        special(view.getInt32(at + 12, true));
      if ((found & 0x80808080) !== 0) break;
      at += 16;
    }
    while (at + 4 <= end && (special(view.getInt32(at, true)) & 0x80808080) === 0) at += 4;
    if (at >= end) return -1;
    const c = bytes[at]!;
    if (c === quote) return at + 1;
    if (c < space) return -1;
    if (c !== backslash) at++;
    else {
      const next = at + 1 < end ? bytes[at + 1]! : 0;
      if (next === lowerU) {
        if (!/^[0-9a-fA-F]{4}$/.test(String.fromCharCode(...bytes.subarray(at + 2, at + 6)))) return -1;
        at += 6;
      } else if (escapes.has(next)) at += 2;
      else return -1;
    }
  }
  return -1;
}

/** Highest bits of bytes say whether a quote, a backslash or a control character is among four; a byte above one of them may say so, too. */
function special(word: number): number {
  const quotes = word ^ 0x22222222;
  const slashes = word ^ 0x5c5c5c5c;
  return ((word - 0x20202020) & ~word) | ((quotes - 0x01010101) & ~quotes) | ((slashes - 0x01010101) & ~slashes);
}

const escapes = new Set(Buffer.from('"\\/bfnrt'));

/**
 * Passes over any JSON value by its brackets and strings, without a check of what is between them.
 * @returns the position behind it; -1 when it does not end
 */
export function skipValue(bytes: Uint8Array, at: number): number {
  let depth = 0;
  while (at < bytes.length) {
    const c = bytes[at]!;
    if (c === quote) {
      at = skipString(bytes, at);
      if (at === -1) return -1;
      if (depth === 0) return at;
      continue;
    }
    const opens = c === open || c === 123;
    const closes = c === close || c === 125;
    if (depth === 0 && (closes || c === comma || c <= space)) return at;
    if (opens) depth++;
    if (closes && --depth === 0) return at + 1;
    at++;
  }
  return -1;
}
