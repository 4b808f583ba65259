import {expect, test} from "vitest";
import {textOf} from "./text.js";

test("textOf reads ASCII and UTF-8 alike", () => {
  for (const text of ["", '{"a": 1}\n', "显存 µs é", "a\u0000b"]) expect(textOf(Buffer.from(text))).toBe(text);
});
