import type {Session} from "../../scripts/web/session.js";

/** Width in CSS pixels between the margins of an A4 sheet, and its length. */
const sheetWidth = 718;
const sheetLength = 1047;

/** What is wrong with a page as it is printed, by kind. */
export interface Printed {
  /** Navigation and other controls that show. */
  readonly controls: string[];
  /** Figures that do not show, or are cut off at the right. */
  readonly hidden: (string | undefined)[];
  readonly cut: (string | undefined)[];
  /** Tables without their heads, or wider than their sheet. */
  readonly headless: string[];
  readonly wide: string[];
  /** Whether it makes a PDF with words on it. */
  readonly words: boolean;
}

export const wellPrinted: Printed = {controls: [], hidden: [], cut: [], headless: [], wide: [], words: true};

export function printed(session: Session, path: string): Promise<Printed> {
  return session.visit(
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
          getComputedStyle(table.closest(".table-box")!).page === "wide" ? long : document.documentElement.clientWidth;
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
      const pdf = (await page.pdf({format: "A4", printBackground: true})).toString("latin1");
      return {...state, words: /^%PDF-[^]*\/Type\s*\/Font\b/.test(pdf)};
    },
    {viewport: {width: sheetWidth, height: 1000}}
  );
}
