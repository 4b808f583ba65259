import * as fc from "fast-check";
import {expect, test} from "vitest";
import {scanNumbers, skipString, skipValue, type NumberList} from "./json-scan.js";

/** The numbers of an array's text, or null when it is refused. */
function scanned(text: string): number[] | null {
  const out: NumberList = {values: new Float64Array(0), length: 0};
  const bytes = Buffer.from(`${text} `);
  const end = scanNumbers(bytes, 0, out);
  return end === -1 ? null : end === text.length ? [...out.values.subarray(0, out.length)] : null;
}

/** True when both are the same doubles, signs of zero included. */
function same(found: number[] | null, wanted: number[]): boolean {
  return found !== null && found.length === wanted.length && found.every((x, i) => Object.is(x, wanted[i]));
}

const digits = (min: number, max: number) =>
  fc.array(fc.integer({min: 0, max: 9}), {minLength: min, maxLength: max}).map((list) => list.join(""));
/** Text of any JSON number, near the forms that clocks give. */
const numeral = fc
  .tuple(
    fc.constantFrom("", "", "", "-"),
    fc.oneof(fc.constant("0"), fc.bigInt({min: 0n, max: 10n ** 21n}).map(String)),
    fc.option(digits(1, 24)),
    fc.option(fc.tuple(fc.constantFrom("e", "E"), fc.constantFrom("", "+", "-"), fc.integer({min: 0, max: 340})))
  )
  .map(([sign, whole, part, exponent]) => {
    const tail = exponent === null ? "" : exponent.join("");
    return `${sign}${whole}${part === null ? "" : `.${part}`}${tail}`;
  });

test("scanNumbers gives the doubles of JSON.parse, to the last bit, for any numeral", () => {
  fc.assert(
    fc.property(fc.array(numeral, {maxLength: 20}), fc.constantFrom(",", ", ", " , ", "\n,\t"), (list, comma) => {
      const text = `[${list.join(comma)}]`;
      return same(scanned(text), JSON.parse(text) as number[]);
    }),
    {numRuns: 3000}
  );
});

test("scanNumbers gives back any double that is written as Python and JavaScript write it", () => {
  const seconds = fc.double({min: 0, max: 100, noNaN: true});
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.double({noNaN: true, noDefaultInfinity: true}), seconds)), (list) =>
      same(scanned(JSON.stringify(list)), JSON.parse(JSON.stringify(list)) as number[])
    ),
    {numRuns: 2000}
  );
});

test("scanNumbers gives the doubles beside a tie of two of them right", () => {
  // Halfway between two neighbours in [2^-scale, 2^(1 - scale)), cut to 16, 17 or 18 digits and moved by units of the last; within
  // a list, where many digits are read at once, and at its end.
  fc.assert(
    fc.property(
      fc.integer({min: 0, max: 2 ** 52 - 1}),
      fc.integer({min: 1, max: 12}),
      fc.integer({min: 16, max: 18}),
      fc.integer({min: -2, max: 2}),
      (k, scale, digits, move) => {
        const numerator = BigInt(2 ** 52 + k) * 2n + 1n; // over 2^(53 + scale)
        const cut = (numerator * 10n ** BigInt(digits)) / 2n ** BigInt(53 + scale) + BigInt(move);
        const numeral = `0.${String(cut).padStart(digits, "0")}`;
        const text = `[${numeral}, ${numeral}, 0.123456789012345678, ${numeral}]`;
        return same(scanned(text), JSON.parse(text) as number[]);
      }
    ),
    {numRuns: 5000}
  );
});

test.each([
  "[1,]",
  "[01]",
  "[1.]",
  "[.5]",
  "[1e]",
  "[+1]",
  "[NaN]",
  "[1 2]",
  "[1",
  "[null]",
  '["1"]',
  "[[1]]",
  "[-]",
  "1"
])("scanNumbers refuses %s", (text) => {
  expect(scanned(text)).toBeNull();
});

test("skipString ends where JSON.parse ends, and refuses what it refuses", () => {
  const odd = fc.constantFrom('"', "\\", "\\n", "\\u12aF", "\\u12", "\\x", "\n", "é", "中", "a");
  fc.assert(
    fc.property(fc.array(fc.oneof(odd, fc.string())), (parts) => {
      const text = `"${parts.join("")}"`;
      const bytes = Buffer.from(text);
      const end = skipString(bytes, 0);
      if (end === bytes.length) return typeof JSON.parse(bytes.toString()) === "string";
      // Refused, or a shorter string with more behind it: not JSON in either case.
      expect(() => JSON.parse(bytes.toString()) as unknown).toThrow();
      return end === -1 || typeof JSON.parse(bytes.toString("utf8", 0, end)) === "string";
    }),
    {numRuns: 2000}
  );
});

test("skipValue ends behind any value", () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(",", "}", "]", " "), (text, next) => {
      expect(skipValue(Buffer.from(text + next), 0)).toBe(Buffer.byteLength(text));
    })
  );
});
