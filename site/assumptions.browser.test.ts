import type {Page} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {readPrepared} from "../loaders/prepared.js";
import {openSession, type Session} from "../scripts/web/session.js";
import {builtPages} from "../scripts/web/pages.js";
import {assume, type AssumptionsInput} from "../src/model/assumptions.js";
import {fromQuery, toQuery} from "../src/model/assumptions-url.js";
import {judge} from "../src/model/claims/judge.js";

await builtPages("dist"); // says what to do when there is none
const data = readPrepared("src/data");
let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(() => session.close());

const open = (page: Page): Promise<void> => page.locator("details[data-assumptions] > summary").click();

/** Waits until the panel has judged and drawn. */
const quiet = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    () =>
      document.querySelector("#assumptions")?.getAttribute("aria-busy") === null &&
      document.querySelector("[data-changed]")?.textContent !== ""
  );

const verdictsOn = (page: Page): Promise<string[]> =>
  page
    .locator("[data-claim]")
    .evaluateAll((cards) =>
      cards.map((card) => `${card.getAttribute("data-claim")} ${card.getAttribute("data-verdict")}`)
    );

const judged = (input: AssumptionsInput): string[] =>
  judge(data, assume(input)).map(({id, verdict}) => `${id} ${verdict}`);

const dear = {prices: {"a100-80gb-sxmx1/CNY": 1.5, "rtx-4090dx1/CNY": 6}};

test("prices that a reader types are judged in the page as by the build, and said in one line", async () => {
  const {before, after, said, url, complaints} = await session.visit("claims.html", async (page, visit) => {
    const before = await verdictsOn(page);
    await open(page);
    await page.getByLabel("A100 80 GB, CNY").fill("1.5");
    await page.getByLabel("RTX 4090D, CNY", {exact: false}).first().fill("6");
    await page.waitForFunction(() => new URLSearchParams(location.search).size === 2);
    await quiet(page);
    return {
      before,
      after: await verdictsOn(page),
      said: await page.locator("[data-changed]").innerText(),
      url: new URL(page.url()),
      complaints: visit.complaints
    };
  });
  expect(complaints).toEqual([]);
  expect(before).toEqual(judged({}));
  expect(after).toEqual(judged(dear));
  expect(after).not.toEqual(before);
  expect(said).toMatch(/\d+ verdicts? changes?: /);
  expect(fromQuery(url.searchParams).assumptions).toEqual(assume(dear));
});

test.each(["claims.html", "zh/claims.html"])("an address shows the same to the next person: %s", async (path) => {
  const query = toQuery(assume({...dear, slo: {limit_ms: 2500}})).toString();
  const {verdicts, value, limit, assumed} = await session.visit(`${path}?${query}`, async (page) => {
    await quiet(page);
    return {
      verdicts: await verdictsOn(page),
      value: await page.locator('[name="price.a100-80gb-sxmx1.CNY"]').inputValue(),
      limit: await page.locator('[name="slo.limit_ms"]').inputValue(),
      assumed: await page.locator("[data-assumed]").innerText()
    };
  });
  expect(verdicts).toEqual(judged({...dear, slo: {limit_ms: 2500}}));
  expect([value, limit]).toEqual(["1.5", "2500"]);
  expect(assumed).toContain("2,500");
});

test("assumptions survive pages and languages, and other links stay bare", async () => {
  const links = await session.visit("index.html?utilisation=0.4", async (page) => {
    await quiet(page);
    await page.locator("#observablehq-sidebar a", {hasText: "Results"}).click();
    await page.waitForURL(/results\.html\?utilisation=0\.4/);
    await page.locator("a.language").click();
    await page.waitForURL(/zh\/results\.html\?utilisation=0\.4/);
    await page.locator("#observablehq-sidebar a", {hasText: "论断核查"}).click();
    await page.waitForURL(/zh\/claims\.html\?utilisation=0\.4/);
    await quiet(page);
    return page
      .locator("a[href*='.json'], a[href^='http']:not([href*='127.0.0.1'])")
      .evaluateAll((all) => all.map((link) => link.getAttribute("href")!));
  });
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((link) => link.includes("utilisation="))).toEqual([]);
});

test("Home answers again: sentence, strip, table, chart, break-evens; and goes back to what was built", async () => {
  const look = (page: Page): Promise<Record<string, string | undefined>> =>
    page.evaluate(() => {
      // What only readers without scripts see is text to a parser that has them, elements to a template.
      const read = (place: string): string | undefined => {
        const part = document.querySelector(place)?.cloneNode(true);
        if (!(part instanceof Element)) return undefined;
        for (const hidden of part.querySelectorAll("noscript")) hidden.remove();
        return part.textContent;
      };
      return Object.fromEntries(
        [
          '[data-block="answer"]',
          '[data-block="verdict-strip"]',
          '[data-block="comparison"]',
          "#cost-price .figure-chart",
          '[data-block="break-evens"]'
        ].map((place) => [place, read(place)])
      );
    });
  const {built, changed, back, url} = await session.visit("index.html", async (page) => {
    const built = await look(page);
    await open(page);
    await page.locator('[name="price.a100-80gb-sxmx1.CNY"]').fill("1.2");
    await page.waitForURL(/price\.a100-80gb-sxmx1\.CNY=1\.2/);
    await quiet(page);
    const changed = await look(page);
    await page.getByRole("button", {name: "The article's"}).click();
    await page.waitForURL(/index\.html$/);
    await quiet(page);
    return {built, changed, back: await look(page), url: page.url()};
  });
  for (const place of Object.keys(built)) expect(changed[place], place).not.toBe(built[place]);
  expect(changed['[data-block="answer"]']).toContain("A100 80 GB is predicted to be the cheapest");
  const letters = (view: Record<string, string | undefined>): Record<string, string | undefined> =>
    Object.fromEntries(Object.entries(view).map(([place, text]) => [place, text?.replace(/\s+/g, "")]));
  expect(letters(back)).toEqual(letters(built));
  expect(new URL(url).search).toBe("");
});

test("another load is predicted in a worker while the page stays free", async () => {
  const {lede, frames} = await session.visit("index.html", async (page) => {
    await open(page);
    await quiet(page);
    await page.locator('[name="load.concurrency"]').fill("32");
    const frames = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let n = 0;
          const count = (): void => {
            n += 1;
            if (document.querySelector("[data-assumed]")!.textContent.includes("32 users")) resolve(n);
            else requestAnimationFrame(count);
          };
          requestAnimationFrame(count);
        })
    );
    await quiet(page);
    return {lede: await page.locator(".lede").innerText(), frames};
  });
  expect(lede).toMatch(/^For 32 users/);
  expect(frames).toBeGreaterThan(5); // a page that computes itself draws nothing meanwhile
});

test("the keyboard alone opens the panel, sets a price and takes a preset", async () => {
  const {search, pressed} = await session.visit("cost.html", async (page) => {
    await page.locator("details[data-assumptions] > summary").focus();
    await page.keyboard.press("Enter");
    for (let i = 0; i < 4; ++i) await page.keyboard.press("Tab");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("2");
    await page.waitForURL(/price\.rtx-4090dx1\.CNY=2/);
    await quiet(page);
    const search = new URL(page.url()).search;
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Space");
    await page.waitForURL(/utilisation=0\.3/);
    await quiet(page);
    return {
      search,
      pressed: await page.locator('button[aria-pressed="true"]').getAttribute("data-preset")
    };
  });
  expect(search).toBe("?price.rtx-4090dx1.CNY=2");
  expect(pressed).toBe("self-built");
});

test("what is out of range is refused in words, and the rest stands", async () => {
  const {said, invalid} = await session.visit("claims.html?utilisation=9&slo.limit_ms=2500", async (page) => {
    await quiet(page);
    const said = await page.locator("[data-changed]").innerText();
    await page.locator('[name="utilisation"]').fill("900");
    await page.waitForSelector('[name="utilisation"][aria-invalid="true"]');
    return {said, invalid: await page.locator('[name="slo.limit_ms"]').inputValue()};
  });
  expect(said).toContain("Not taken over: utilisation");
  expect(invalid).toBe("2500");
});
