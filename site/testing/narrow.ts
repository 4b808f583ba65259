import type {Session} from "../../scripts/web/session.js";

/** What sticks out of a page in a window of 320 pixels, with every drawer open; tables and charts scroll in their own frame. */
export function tooWide(session: Session, path: string): Promise<string[]> {
  return session.visit(
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
            (element) => element.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(element.parentElement)
          )
          .map((element) => element.outerHTML.slice(0, 120));
      }),
    {viewport: {width: 320, height: 640}}
  );
}
