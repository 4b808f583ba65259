import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import type {AxeResults} from "axe-core";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {builtPages} from "../scripts/web/pages.js";
import {openSession, type Session} from "../scripts/web/session.js";

await builtPages("dist"); // says what to do when there is none
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(() => session.close());

const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe);
  const {violations} = await page.evaluate(() => (window as unknown as {axe: {run(): Promise<AxeResults>}}).axe.run());
  return violations.map(({id, nodes}) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
};

test.each(["index.html", "zh/index.html"])("a click on a measured number of %s leads to its raw file", async (path) => {
  const {exact, value, file, hash, found, complaints} = await session.visit(path, async (page, visit) => {
    const number = page.locator('.comparison data[data-row^="measured/"]').first();
    const value = await number.getAttribute("value");
    await number.click();
    const dialog = page.locator("dialog.origin");
    await dialog.locator("li code.hash").first().waitFor();
    return {
      value,
      exact: await dialog.locator("dd > code", {hasText: /^[\d.]+$/}).innerText(),
      file: await dialog.locator("li > code").first().innerText(),
      hash: await dialog.locator("li code.hash").first().innerText(),
      found: await violations(page),
      complaints: visit.complaints
    };
  });
  expect(complaints).toEqual([]);
  expect(exact).toBe(value);
  expect(createHash("sha256").update(readFileSync(file)).digest("hex")).toBe(hash);
  expect(found).toEqual([]);
});

test("a click on a mark of a chart leads to its raw file", async () => {
  const {row, title, file, hash, complaints} = await session.visit("results.html", async (page, visit) => {
    const dot = page.locator('#pareto svg [data-row^="measured/"]').last();
    const row = await dot.getAttribute("data-row");
    await dot.click();
    const dialog = page.locator("dialog.origin");
    await dialog.locator("li code.hash").first().waitFor();
    return {
      row,
      title: await page.locator("#origin-title").innerText(),
      file: await dialog.locator("li > code").first().innerText(),
      hash: await dialog.locator("li code.hash").first().innerText(),
      complaints: visit.complaints
    };
  });
  expect(complaints).toEqual([]);
  expect(title).toContain(row);
  expect(createHash("sha256").update(readFileSync(file)).digest("hex")).toBe(hash);
});

test("the keyboard reaches a number, moves among them, opens and leaves", async () => {
  const steps = await session.visit("index.html", async (page) => {
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute("data-row") ?? null);
    await page.locator(".table-box.comparison").focus();
    let first: string | null = null;
    for (let i = 0; i < 20 && first === null; ++i) {
      await page.keyboard.press("Tab");
      first = await focused();
    }
    await page.keyboard.press("ArrowDown");
    const second = await focused();
    await page.keyboard.press("Enter");
    await page.locator("dialog.origin[open]").waitFor();
    const title = await page.locator("#origin-title").innerText();
    const value = await page.evaluate(
      (row) => document.querySelector(`data[data-row="${row}"][tabindex="0"]`)?.textContent,
      second
    );
    await page.keyboard.press("Escape");
    return {
      first,
      second,
      title,
      value,
      after: await focused(),
      open: await page.locator("dialog.origin[open]").count()
    };
  });
  expect(steps.first).not.toBeNull();
  expect(steps.second).not.toBe(steps.first);
  expect(steps.title).toContain(steps.value);
  expect(steps.after).toBe(steps.second);
  expect(steps.open).toBe(0);
});

test("without scripts every line of a table links to its origin on the Data page", async () => {
  const hash = await session
    .visit(
      "index.html",
      async (page) => {
        await page.locator('.comparison a[href*="data.html#row-"]').first().click();
        await page.waitForURL(/data\.html#row-/);
        return page.evaluate(() => document.querySelector("tr:target")?.textContent ?? "");
      },
      {javaScriptEnabled: false}
    )
    .catch((error: unknown) => String(error));
  expect(hash).toMatch(/published\/|measured\//);
});
