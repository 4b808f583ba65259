import {afterAll, beforeAll, expect, test} from "vitest";
import {builtPages} from "../scripts/web/pages.js";
import {openSession, type Session} from "../scripts/web/session.js";

const pages = await builtPages("dist");
let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(() => session.close());

const homes = ["index.html", "zh/index.html"];

test.concurrent.each(pages)(
  "%s loads without a complaint, from one host, below a base path, and is light",
  async (path) => {
    const {complaints, first} = await session.visit(path, async (page, visit) => {
      await visit.settle();
      const loaded = await visit.loaded();
      // What waits for the reader to come near is loaded, too.
      await page.evaluate(async () => {
        for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
          scrollTo(0, y);
          await new Promise(requestAnimationFrame);
        }
      });
      await visit.settle();
      const errors = await page.locator(".observablehq--error").allTextContents();
      return {complaints: [...visit.complaints, ...errors], first: loaded};
    });
    expect(complaints).toEqual([]);
    // Bytes, gzip, of all that comes before the first interaction.
    const bytes = first.reduce((sum, file) => sum + file.bytes, 0);
    const heaviest = first.sort((a, b) => b.bytes - a.bytes).slice(0, 5);
    expect(bytes, JSON.stringify(heaviest, null, 1)).toBeLessThan(homes.includes(path) ? 80_000 : 350_000);
  }
);

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
