import {expect, test} from "vitest";
import {unknownElements} from "./elements.js";

test("elements of HTML and SVG, and custom ones, pass", () => {
  expect(unknownElements("a.html", `<p><svg><linearGradient><clipPath><g></g></svg><my-chart><mark><search>`)).toEqual(
    []
  );
});

test("a name that has swallowed its attribute is found, once", () => {
  const page = `<spanclass="mark" role="img"></span><spanclass="mark">`;
  expect(unknownElements("a.html", page)).toEqual([{file: "a.html", rule: "no such element", value: "spanclass"}]);
});
