import {execFileSync} from "node:child_process";
import {array, assert, property, string} from "fast-check";
import {expect, test} from "vitest";
import {commandLine, quoted} from "./quoted.js";

/** What a program gets when a shell reads the line. */
const read = (line: string): string[] =>
  execFileSync("sh", ["-c", line], {encoding: "utf8", env: {LC_ALL: "C.UTF-8", PATH: process.env["PATH"]}})
    .split("\0")
    .slice(0, -1);

test("a shell hands on exactly what was quoted", () => {
  const argument = string({unit: "grapheme", maxLength: 30}).filter((text) => !text.includes("\0"));
  assert(
    property(array(argument, {minLength: 1, maxLength: 20}), (texts) => {
      expect(read(commandLine(["printf", "%s\\0", ...texts]))).toEqual(texts);
    }),
    {numRuns: 50}
  );
});

test("what shells treat specially stays text", () => {
  const texts = ["", " ", "$HOME", "`id`", "a'b", '"', "\\", "*", "~", "a\nb", "!x", "#", "-n", "&&", "你好", "a=b;c"];
  expect(read(commandLine(["printf", "%s\\0", ...texts]))).toEqual(texts);
});

test("plain words stay as they are, and a NUL is refused", () => {
  expect(quoted("--gres=gpu:1")).toBe("--gres=gpu:1");
  expect(() => quoted("a\0b")).toThrow(TypeError);
});
