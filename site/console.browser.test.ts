import {afterAll, beforeAll, expect, test} from "vitest";
import {builtPages} from "../scripts/web/pages.js";
import {openSession, type Session} from "../scripts/web/session.js";

const pages = await builtPages("dist");
let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(() => session.close());

test.each(pages)("%s loads below a base path without a complaint, and talks to no other host", async (path) => {
  const complaints = await session.visit(path, async (page, visit) => {
    // What waits for the reader to come near is loaded, too.
    await page.evaluate(async () => {
      for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
        scrollTo(0, y);
        await new Promise(requestAnimationFrame);
      }
    });
    await page.waitForLoadState("networkidle");
    const errors = await page.locator(".observablehq--error").allTextContents();
    return [...visit.complaints, ...errors];
  });
  expect(complaints).toEqual([]);
});

test.each([
  ["index.html", "throughput", /^(?!\/report\/base\/zh\/)/],
  ["zh/index.html", "吞吐", /^\/report\/base\/zh\//]
])("search on %s finds pages of its language", async (path, words, own) => {
  const {found, complaints} = await session.visit(path, async (page, visit) => {
    await page.locator("#observablehq-search input").pressSequentially(words);
    const links = page.locator("#observablehq-search-results a");
    await links.first().waitFor();
    return {
      found: await links.evaluateAll((all) => all.map((a) => new URL((a as HTMLAnchorElement).href).pathname)),
      complaints: visit.complaints
    };
  });
  expect(complaints).toEqual([]);
  expect(found.filter((address) => !own.test(address))).toEqual([]);
});
