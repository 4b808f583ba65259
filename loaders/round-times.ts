/** Keys of a client's result that hold times of every token or request, s. */
const timeKeys = ["itls", "ttfts"] as const;

const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * A result file's text with its gaps (`itls`) and first-token times (`ttfts`) rounded to a resolution; every other byte
 * stays. Half of what such a file takes is digits beyond its clock: a double has 17, a clock of nanoseconds gives 7 of a
 * gap of milliseconds, and the client is surer of three.
 * @param resolution_ns 1 (the clock's own), 10, 100 or 1,000
 * @returns the text itself where it holds no such key
 * @example roundTimes('{"ttfts": [0.054524004000029436]}', 100) // '{"ttfts": [0.054524]}'
 */
export function roundTimes(text: string, resolution_ns: number): string {
  const digits = 9 - Math.round(Math.log10(resolution_ns));
  let out = "";
  let at = 0;
  for (const {from, to} of arraysOf(text)) {
    out +=
      text.slice(at, from) +
      text.slice(from, to).replace(number, (token) => `${Number(Number(token).toFixed(digits))}`);
    at = to;
  }
  return out + text.slice(at);
}

/** Where the arrays of the keys stand, in order; keys inside other texts are not mistaken, for a quote there is escaped. */
function arraysOf(text: string): {from: number; to: number}[] {
  return timeKeys
    .flatMap((key) => {
      const opened = new RegExp(`(?<!\\\\)"${key}"\\s*:\\s*\\[`).exec(text);
      if (opened === null) return [];
      const from = opened.index + opened[0].length - 1;
      return [{from, to: endOf(text, from)}];
    })
    .toSorted((a, b) => a.from - b.from);
}

/** Just behind the bracket that closes the one at `from`: arrays of numbers hold no texts that could hide one. */
function endOf(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === 91) depth++;
    else if (char === 93 && --depth === 0) return i + 1;
  }
  return text.length;
}
