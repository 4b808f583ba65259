import {readFileSync} from "node:fs";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {builtPages} from "../scripts/web/pages.js";
import {openSession, type Session} from "../scripts/web/session.js";
import {tags} from "../scripts/web/tags.js";

const pages = await builtPages("dist");
let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(() => session.close());

/** Figures in the file itself, without those that are empty for want of data. */
const drawn = (path: string): string[] =>
  [...tags(readFileSync(join("dist", path), "utf8"))]
    .filter(({attributes}) => attributes.has("data-figure") && !/\bempty\b/.test(attributes.get("class") ?? ""))
    .map(({attributes}) => attributes.get("data-figure")!);

test("the report has figures at all", () => {
  expect(pages.flatMap(drawn).length).toBeGreaterThan(0);
});

test.concurrent.each(pages)("%s says what it has to say with scripts off", async (path) => {
  const {figures, tables, text} = await session.visit(
    path,
    async (page) => ({
      figures: await page.locator("[data-figure]").evaluateAll((all) =>
        all
          .filter((figure) =>
            [...figure.querySelectorAll("svg")].some((svg) => {
              const {width, height} = svg.getBoundingClientRect();
              return (
                svg.checkVisibility() &&
                width > 100 &&
                height > 50 &&
                svg.querySelector("path, circle, rect, line") !== null
              );
            })
          )
          .map((figure) => figure.getAttribute("data-figure"))
      ),
      tables: await page
        .locator("[data-figure]:not(.empty)")
        .evaluateAll((all) =>
          all.filter((figure) => figure.querySelector("table tbody tr") === null).map((figure) => figure.id)
        ),
      text: await page.locator("main").innerText()
    }),
    {javaScriptEnabled: false}
  );
  expect(figures).toEqual(drawn(path));
  expect(tables, "figures without their rows").toEqual([]);
  expect(text.length).toBeGreaterThan(100);
});
