import {expect, it} from "vitest";
import {inlineMarkdown} from "./inline-markdown.js";

it("renders emphasis and code", () => {
  expect(inlineMarkdown("**one** stream at `c1`").source).toBe("<strong>one</strong> stream at <code>c1</code>");
});

it("shows HTML instead of obeying it, and drops links to scripts", () => {
  const source = inlineMarkdown(`<img src=x onerror="alert(1)"> [x](javascript:alert(1))`).source;
  expect(source).not.toMatch(/<img|href="javascript/i);
  expect(source).toContain("&lt;img");
});
