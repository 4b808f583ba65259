import {readFileSync} from "node:fs";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {readPrepared} from "../loaders/prepared.js";
import {builtPages} from "../scripts/web/pages.js";
import {openSession, type Session} from "../scripts/web/session.js";
import {assume} from "../src/model/assumptions.js";
import {calibration} from "../src/model/prediction/calibration.js";
import {plan} from "../src/model/prediction/plan.js";
import {defaultQuestion, planRequest, type PlanQuestion} from "../src/components/plan-question.js";
import {rankingHtml} from "../src/components/plan-view.js";

await builtPages("dist"); // says what to do when there is none
const data = readPrepared("src/data");
const asked = defaultQuestion(data)!;
let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(() => session.close());

const numbersOn = (page: Page): Promise<string[]> =>
  page.locator('[data-block="plan-ranking"] data').evaluateAll((all) => all.map((one) => one.getAttribute("value")!));

const quiet = (page: Page): Promise<unknown> =>
  page.waitForFunction(
    () =>
      document.querySelector('[data-block="plan-ranking"]')?.getAttribute("aria-busy") === null &&
      /\d/.test(document.querySelector("[data-planned]")?.textContent ?? "")
  );

/** The numbers that Node computes for a question. */
function numbersOf(question: PlanQuestion, prices: Record<string, number> = {}): string[] {
  const request = planRequest(data, question, assume({prices}));
  const {source} = rankingHtml(data, plan(data, calibration, request), request.prices, question, "en");
  return [...source.matchAll(/<data value="([^"]+)"/g)].map(([, value]) => value!);
}

/** Exponentials of two engines may differ in the last digit. */
function same(found: readonly string[], wanted: readonly string[]): void {
  expect(found).toHaveLength(wanted.length);
  found.forEach((value, i) =>
    expect(Number(value) / (Number(wanted[i]) || 1), `number ${i}`).toBeCloseTo(Number(wanted[i]) === 0 ? 0 : 1, 8)
  );
}

test("the file beside a row downloads without scripts, under the page's policy, and is that row's plan", async () => {
  const file = await session.visit(
    "plan.html",
    async (page) => {
      const downloading = page.waitForEvent("download");
      await page.locator("a.plan-file").first().click();
      const download = await downloading;
      return {name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8")};
    },
    {javaScriptEnabled: false}
  );
  expect(file.name).toMatch(/^qwen2-5-7b-.*\.json$/);
  expect(JSON.parse(file.text)).toMatchObject({schema: "sweepbook-plan/1", load: {requests_per_s: 2}});
});

test("a ranking for the default load stands without scripts", async () => {
  const {numbers, hidden} = await session.visit(
    "plan.html",
    async (page) => ({numbers: await numbersOn(page), hidden: await page.locator("form.plan-form").isHidden()}),
    {javaScriptEnabled: false}
  );
  expect(numbers).toEqual(numbersOf(asked));
  expect(numbers.length).toBeGreaterThan(20);
  expect(hidden).toBe(true);
});

test.each(["plan.html", "zh/plan.html"])(
  "%s ranks for the reader's load and price, as Node does, and its address says so",
  async (path) => {
    const {numbers, search, again, complaints} = await session.visit(path, async (page, visit) => {
      await page.locator('[name="plan.rate_per_s"]').fill("5");
      await page.waitForURL(/plan\.rate_per_s=5/);
      await quiet(page);
      await page.locator("details[data-assumptions] > summary").click();
      await page.locator('[name="price.a10gx1.CNY"]').fill("0.1");
      await page.waitForURL(/price\.a10gx1\.CNY=0\.1/);
      await page.waitForFunction(() => document.querySelector(".plan tbody th .conditions") !== null);
      await page.waitForFunction(() =>
        /A10G/.test(document.querySelector('[data-block="plan-ranking"] .lede')?.textContent ?? "")
      );
      await quiet(page);
      const numbers = await numbersOn(page);
      const {search} = new URL(page.url());
      await page.reload();
      await quiet(page);
      return {numbers, search, again: await numbersOn(page), complaints: visit.complaints};
    });
    expect(complaints).toEqual([]);
    expect(search).toContain("plan.rate_per_s=5");
    same(numbers, numbersOf({...asked, rate_per_s: 5}, {"a10gx1/CNY": 0.1}));
    expect(again).toEqual(numbers);
  }
);

test("a load given in users, by keyboard", async () => {
  const {text, hidden} = await session.visit("plan.html", async (page) => {
    await page.locator('[name="plan.load"]').focus();
    await page.keyboard.press("ArrowDown");
    await page.waitForURL(/plan\.load=users/);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("40");
    await page.waitForURL(/plan\.users=40/);
    await page.waitForFunction(() =>
      /40 users/.test(document.querySelector('[data-block="plan-ranking"]')?.textContent ?? "")
    );
    return {
      text: await page.locator('[data-block="plan-ranking"] .lede').innerText(),
      hidden: await page.locator('[name="plan.rate_per_s"]').isHidden()
    };
  });
  expect(text).toMatch(/^For 40 users at once: /);
  expect(hidden).toBe(true);
});
