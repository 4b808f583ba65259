import {afterAll, beforeAll, expect, test} from "vitest";
import {builtPages} from "../scripts/web/pages.js";
import {openSession, type Session} from "../scripts/web/session.js";

const pages = await builtPages("dist");
let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(() => session.close());

/** Width in CSS pixels between the margins of an A4 sheet. */
const sheetWidth = 718;

test.concurrent.each(pages)("%s prints: no controls, every figure, nothing cut off at the right", async (path) => {
  const {printed, pdf} = await session.visit(
    path,
    async (page) => {
      await page.emulateMedia({media: "print"});
      const state = await page.evaluate(() => {
        const shown = (selector: string): string[] =>
          [...document.querySelectorAll(selector)]
            .filter((element) => element.checkVisibility({visibilityProperty: true}))
            .map((element) => element.outerHTML.slice(0, 120));
        return {
          controls: shown("#observablehq-sidebar, #observablehq-toc, #observablehq-sidebar-toggle"),
          hidden: [...document.querySelectorAll("[data-figure]:not(.empty) svg[role=img]")]
            .filter((svg) => !svg.checkVisibility())
            .map((svg) => svg.closest("[data-figure]")?.id),
          cut: [...document.querySelectorAll("main svg[role=img]")]
            .filter((svg) => svg.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map((svg) => svg.closest("[data-figure]")?.id)
        };
      });
      return {printed: state, pdf: await page.pdf({format: "A4", printBackground: true})};
    },
    {viewport: {width: sheetWidth, height: 1000}}
  );
  expect(printed).toEqual({controls: [], hidden: [], cut: []});
  expect(pdf.subarray(0, 5).toString("latin1")).toBe("%PDF-");
  expect(pdf.toString("latin1")).toMatch(/\/Type\s*\/Font\b/); // a sheet with words on it
});
