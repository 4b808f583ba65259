import {join} from "node:path";
import {isDeepStrictEqual} from "node:util";
import * as fc from "fast-check";
import {describe, expect, test} from "vitest";
import {readManifest} from "./manifest-file.js";
import {listRuns} from "./runs.js";
import {scanResult} from "./scan-result.js";
import {splitResults} from "./split-results.js";
import {readStored} from "./store.js";
import {realRuns, seedResult} from "./testing/real.js";
import {readResult, type VllmResult} from "./vllm-result.js";

const scan = (text: string): VllmResult | null => scanResult(Buffer.from(text), "f");

/** What the general way makes of the text; null where it refuses it or has something to say about it. */
function general(text: string): VllmResult | null {
  const [object, ...more] = splitResults(text, "f");
  if (object === undefined || more.length > 0 || "problem" in object || object.problems.length > 0) return null;
  try {
    return readResult(object.value, "f");
  } catch {
    return null;
  }
}

describe("scanResult gives what the general way gives", () => {
  test.each(listRuns(realRuns))("for every real file of %s", (run) => {
    const files = readManifest(realRuns, run).manifest.files.filter(({role}) => role === "result");
    let scanned = 0;
    for (const file of files) {
      const bytes = readStored(join(realRuns, run), file);
      const found = scanResult(bytes, "f");
      expect(isDeepStrictEqual(found, general(bytes.toString())), file.path).toBe(true);
      if (found !== null) scanned++;
    }
    expect(scanned).toBeGreaterThan(0);
  });

  const changed: [string, (text: string) => string][] = [
    [
      "with texts",
      (text) => text.replace(/\}\s*$/, ', "generated_texts": ["a\\"]", "\\u4e2d"], "x": {"y": [1, "]"]}}')
    ],
    ["with errors", (text) => text.replace('"errors": [""', '"errors": ["Traceback\\nfailed"')],
    ["without start times", (text) => text.replace(/"start_times": \[[^\]]*\], /, "")],
    ["with space everywhere", (text) => JSON.stringify(JSON.parse(text), null, 1)],
    ["with latencies", (text) => text.replace('"ttfts":', `"latencies": [${Array(32).fill(2.5).join()}], "ttfts":`)]
  ];
  test.each(changed)("%s", (_, change) => {
    const text = change(seedResult());
    expect(text).not.toBe(seedResult());
    expect(scan(text)).not.toBeNull();
    expect(isDeepStrictEqual(scan(text), general(text))).toBe(true);
  });
});

test("scanResult leaves to the general way what is not plainly sound", () => {
  const text = seedResult();
  const damaged: Record<string, string> = {
    "cut off": text.slice(0, -10),
    "more behind it": `${text}{}`,
    "a NaN": text.replace('"burstiness": 1.0', '"burstiness": NaN'),
    "a missing TTFT": text.replace(/"ttfts": \[[\d.]+/, '"ttfts": [null'),
    "a negative TTFT": text.replace('"ttfts": [', '"ttfts": [-'),
    "half a token": text.replace('"output_lens": [128', '"output_lens": [0.5'),
    "a missing array": text.replace('"ttfts"', '"firsts"'),
    "an array too short": text.replace(/"ttfts": \[[\d.]+, /, '"ttfts": ['),
    "a duration of nothing": text.replace(/"duration": [\d.]+/, '"duration": 0'),
    "a key that comes twice": text.replace('"failed": 0', '"failed": 0, "failed": 1'),
    "an array of results": `[${text}]`,
    "a byte order mark": `\uFEFF${text}`,
    nothing: ""
  };
  for (const [what, each] of Object.entries(damaged)) {
    expect(each, what).not.toBe(text);
    expect(scan(each), what).toBeNull();
  }
});

test("scanResult never takes what the general way refuses, whatever byte is changed", () => {
  const whole = seedResult();
  // A small result, so that a change often hits what holds it together.
  const fields = JSON.parse(whole) as Record<string, unknown>;
  for (const [key, value] of Object.entries(fields))
    if (Array.isArray(value))
      fields[key] = (value as unknown[]).slice(0, 2).map((x) => (Array.isArray(x) ? x.slice(0, 3) : x));
  const small = JSON.stringify(fields);
  expect(scan(small)).not.toBeNull();
  const piece = fc.oneof(fc.string({maxLength: 2}), fc.constantFrom(...'{}[],:"\\0123456789.eE-+ntf \n'.split("")));
  fc.assert(
    fc.property(fc.nat(small.length), fc.nat(3), piece, (at, length, put) => {
      const text = small.slice(0, at) + put + small.slice(at + length);
      const found = scan(text);
      return found === null || isDeepStrictEqual(found, general(text));
    }),
    {numRuns: 4000}
  );
});
