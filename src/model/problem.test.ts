import {expect, test} from "vitest";
import {printable, Problem} from "./problem.js";

test("a message sends no control characters to a terminal, wherever they came from", () => {
  const hostile = "\u001b]0;title\u0007\u001b[2J\r\u202e";
  const {message} = new Problem(hostile, {where: hostile, value: hostile, remedy: hostile});
  expect(message).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
  expect(printable("a\u001b[31m")).toBe("a\\u001b[31m");
  expect(printable("一\tb\nc")).toBe("一\tb\nc");
});
