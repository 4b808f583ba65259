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

test.concurrent.each(pages)(
  "%s fits a window of 320 pixels: only tables and charts scroll, inside their own frame",
  async (path) => {
    const wide = await session.visit(
      path,
      (page) =>
        page.evaluate(() => {
          for (const details of document.querySelectorAll("details")) details.open = true;
          const root = document.documentElement;
          if (root.scrollWidth <= root.clientWidth) return [];
          // Whatever sticks out and is not inside a frame that scrolls by itself.
          const scrolls = (element: Element | null): boolean =>
            element !== null &&
            (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
          return [...document.querySelectorAll("body *")]
            .filter(
              (element) =>
                element.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(element.parentElement)
            )
            .map((element) => element.outerHTML.slice(0, 120));
        }),
      {viewport: {width: 320, height: 640}}
    );
    expect(wide).toEqual([]);
  }
);
