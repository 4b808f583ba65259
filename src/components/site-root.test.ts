import {expect, test} from "vitest";
import {pageAddress, siteRoot} from "./site-root.js";

test("the root is found from any script, under any path", () => {
  expect(siteRoot("https://x.org/a/_import/components/enhance.1.js")).toBe("https://x.org/a/");
  expect(siteRoot("http://localhost:3000/_import/client/assume.js")).toBe("http://localhost:3000/");
});

test("pages and files below it", () => {
  expect(pageAddress("/a/", "/claims")).toBe("/a/claims.html");
  expect(pageAddress("/a/", "/zh/")).toBe("/a/zh/index.html");
  expect(pageAddress("/a/", "/data/verdicts.json")).toBe("/a/data/verdicts.json");
});
