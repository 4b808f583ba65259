import {afterAll, beforeAll, expect, test} from "vitest";
import {builtPages} from "../scripts/web/pages.js";
import {openSession, type Session} from "../scripts/web/session.js";
import {isAlike} from "./testing/alike.js";

const pages = (await builtPages("dist")).filter((path) => !isAlike(path));
let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(() => session.close());

/** Width in CSS pixels between the margins of an A4 sheet. */
const sheetWidth = 718;
const sheetLength = 1047;

test.concurrent.each(pages)(
  "%s prints: no controls, every figure, tables with their heads, nothing cut off at the right",
  async (path) => {
    const {printed, pdf} = await session.visit(
      path,
      async (page) => {
        await page.emulateMedia({media: "print"});
        const state = await page.evaluate((long: number) => {
          const shown = (selector: string): string[] =>
            [...document.querySelectorAll(selector)]
              .filter((element) => element.checkVisibility({visibilityProperty: true}))
              .map((element) => element.outerHTML.slice(0, 120));
          const tables = [...document.querySelectorAll<HTMLTableElement>("main .table-box table")].filter((table) =>
            table.checkVisibility({contentVisibilityAuto: true})
          );
          // Tables of many columns stand on a sheet of their own, on its side.
          const sheet = (table: HTMLTableElement): number =>
            getComputedStyle(table.closest(".table-box")!).page === "wide"
              ? long
              : document.documentElement.clientWidth;
          const named = (table: HTMLTableElement): string => table.caption?.textContent ?? "?";
          const shows = (head: HTMLElement | null): boolean =>
            head !== null && [...head.querySelectorAll("th")].every((th) => th.innerText.trim() !== "");
          return {
            controls: shown("#observablehq-sidebar, #observablehq-toc, #observablehq-sidebar-toggle"),
            hidden: [...document.querySelectorAll("[data-figure]:not(.empty) svg[role=img]")]
              .filter((svg) => !svg.checkVisibility())
              .map((svg) => svg.closest("[data-figure]")?.id),
            cut: [...document.querySelectorAll("main svg[role=img]")]
              .filter((svg) => svg.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
              .map((svg) => svg.closest("[data-figure]")?.id),
            headless: tables.filter((table) => !shows(table.tHead)).map(named),
            wide: tables.filter((table) => table.getBoundingClientRect().width > sheet(table) + 1).map(named)
          };
        }, sheetLength);
        return {printed: state, pdf: await page.pdf({format: "A4", printBackground: true})};
      },
      {viewport: {width: sheetWidth, height: 1000}}
    );
    expect(printed).toEqual({controls: [], hidden: [], cut: [], headless: [], wide: []});
    expect(pdf.subarray(0, 5).toString("latin1")).toBe("%PDF-");
    expect(pdf.toString("latin1")).toMatch(/\/Type\s*\/Font\b/); // a sheet with words on it
  }
);
