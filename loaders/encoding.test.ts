import {expect, test} from "vitest";
import {encodings, packed, unpacked} from "./encoding.js";
import {seedResult} from "./testing/real.js";

test("each encoding gives back a real result, and the same bytes each time; brotli is the smaller", () => {
  const text = Buffer.from(seedResult());
  const size = {gzip: 0, br: 0, none: 0};
  for (const encoding of encodings) {
    const stored = packed(text, encoding);
    size[encoding] = stored.byteLength;
    expect(unpacked(stored, encoding, "x").equals(text)).toBe(true);
    expect(packed(text, encoding).equals(stored)).toBe(true);
  }
  expect(size.br).toBeLessThan(size.gzip);
  expect(size.gzip).toBeLessThan(size.none);
});

test("what does not unpack is a Problem that names the file", () => {
  expect(() => unpacked(Buffer.from("x"), "br", "a.json.br")).toThrow("a.json.br: not readable as brotli");
  expect(() => unpacked(Buffer.from("x"), "gzip", "a.json.gz")).toThrow("a.json.gz: not readable as gzip");
});
