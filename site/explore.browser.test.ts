import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {tableFromIPC} from "apache-arrow";
import type {AxeResults} from "axe-core";
import {csvParse} from "d3-dsv";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {openSession, type Session} from "../scripts/web/session.js";

let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(() => session.close());

const summary = (page: Page): Promise<string> => page.locator("[data-explore-summary]").innerText();
const address = (page: Page): string => decodeURIComponent(new URL(page.url()).search);

/** Comes near, as a reader does, and waits until all views are drawn. */
async function ready(page: Page): Promise<void> {
  await page.locator(".explore-controls label").first().hover();
  await settled(page);
}

async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector("[data-ready][data-settled=true]") !== null &&
      [...document.querySelectorAll("[data-view]")].every(
        (view) => view.querySelector("svg[role=group], .figure.empty") !== null
      )
  );
}

/** Indices of the points that a view marks. */
const marked = (page: Page, view: string): Promise<string[]> =>
  page
    .locator(`#${view} svg [data-name].on`)
    .evaluateAll((all) => [...new Set(all.flatMap((mark) => mark.getAttribute("data-points")!.split(" ")))].sort());

test("a filter set by mouse changes every view, the sentence and the address; the copied link shows the same", async () => {
  const seen = await session.visit("explore.html", async (page, visit) => {
    await ready(page);
    const before = await summary(page);
    await page.getByRole("group", {name: "Kinds of number"}).getByText("predicted").click();
    await page.getByRole("group", {name: "Workloads"}).locator("label").nth(1).click();
    await page.locator("select[name=latency]").selectOption("e2e_ms");
    await page.waitForFunction(() =>
      document.querySelector("#explore-ecdf .figure-title")?.textContent?.startsWith("E2E")
    );
    const [after, query] = [await summary(page), address(page)];
    const language = await page.locator("a.language").getAttribute("href");
    await page.reload();
    await settled(page);
    const again = {summary: await summary(page), query: address(page)};
    const box = page.getByRole("group", {name: "Kinds of number"}).getByLabel("predicted");
    const checked = await box.isChecked();
    await page.getByRole("button", {name: "Reset"}).click();
    return {before, after, query, again, checked, language, reset: address(page), complaints: visit.complaints};
  });
  expect(seen.complaints).toEqual([]);
  expect(seen.after).not.toBe(seen.before);
  expect(seen.query).toMatch(/^\?workload=[^&]*,[^&]*&kind=[^&]*&latency=e2e_ms$/);
  expect(seen.query).not.toMatch(/predicted/);
  expect(seen.again).toEqual({summary: seen.after, query: seen.query});
  expect(seen.checked).toBe(false);
  expect(seen.language).toContain("latency=e2e_ms");
  expect(seen.reset).toBe("");
});

test("a rectangle drawn in the first chart marks the same points in the others, the table and the strip", async () => {
  const seen = await session.visit("explore.html", async (page) => {
    await ready(page);
    const svg = page.locator("#explore-throughput svg");
    await svg.scrollIntoViewIfNeeded();
    const {x, y, width, height} = (await svg.boundingBox())!;
    await page.mouse.move(x + 0.35 * width, y + 0.08 * height);
    await page.mouse.down();
    await page.mouse.move(x + 0.62 * width, y + 0.35 * height, {steps: 4});
    const preview = await marked(page, "explore-throughput");
    await page.mouse.up();
    await page.waitForFunction(() => location.search.includes("selected="));
    await settled(page);
    const rows = await page.locator("[data-explore-table] input:checked").count();
    return {
      preview,
      first: await marked(page, "explore-throughput"),
      sweep: await marked(page, "explore-sweep"),
      lines: await page.locator("#explore-ecdf svg [data-points].on").count(),
      all: await page.locator("#explore-ecdf svg [data-points]").count(),
      rows,
      said: await summary(page),
      query: address(page)
    };
  });
  expect(seen.first.length).toBeGreaterThan(1);
  expect(seen.first).toEqual(seen.preview);
  // A point without a concurrency has no place in the sweep.
  expect(seen.first).toEqual(expect.arrayContaining(seen.sweep));
  expect(seen.sweep.length).toBeGreaterThan(0);
  expect(seen.lines).toBe(seen.all);
  expect(seen.rows).toBe(seen.first.length);
  expect(seen.said).toContain(`${seen.first.length} selected`);
  expect(seen.query.split("selected=")[1]!.split(",").length).toBe(seen.first.length);
});

test("keys alone: arrows move among the marks of a chart, Space selects, Escape clears", async () => {
  const seen = await session.visit("zh/explore.html", async (page) => {
    await ready(page);
    const first = page.locator("#explore-throughput svg [data-name][tabindex='0']");
    await first.focus();
    const [a, stops] = [await first.getAttribute("data-name"), await first.count()];
    await page.keyboard.press("ArrowRight");
    const name = await page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    await page.keyboard.press("Space");
    const checked = await page.evaluate(() => document.activeElement?.getAttribute("aria-checked"));
    const selected = address(page);
    await settled(page);
    const inTable = await page.locator("[data-explore-table] tr.on th").innerText();
    await page.keyboard.press("Escape");
    return {a, stops, name, checked, selected, inTable, cleared: address(page)};
  });
  expect(seen.stops).toBe(1);
  expect(seen.name).not.toBe(seen.a);
  expect(seen.name).toContain(seen.inTable);
  expect(seen.checked).toBe("true");
  expect(seen.selected).toMatch(/^\?selected=[^,]+$/);
  expect(seen.cleared).toBe("");
});

test("every pair of limits prints its number; a verdict selects what it rests on", async () => {
  const seen = await session.visit("explore.html?cell=share", async (page) => {
    await settled(page);
    const cells = await page.locator("#explore-slo svg [data-name]").count();
    const printed = await page.locator("#explore-slo svg text").allTextContents();
    const strip = page.locator("button[data-claim-mark]:not([data-points=''])").first();
    const points = (await strip.getAttribute("data-points"))!.split(" ");
    await strip.click();
    const pressed = await strip.getAttribute("aria-pressed");
    const card = await page.locator("[data-explore-verdict] a").getAttribute("href");
    return {
      cells,
      percents: printed.filter((text) => text.endsWith("%")).length,
      points,
      pressed,
      card,
      query: address(page)
    };
  });
  expect(seen.cells).toBeGreaterThan(20);
  expect(seen.percents).toBe(seen.cells);
  expect(seen.pressed).toBe("true");
  expect(seen.card).toContain("claims.html#claim-");
  expect(seen.query.split("selected=")[1]!.split(",").length).toBe(seen.points.length);
});

test("the files of a filtered view hold the rows of its table", async () => {
  const seen = await session.visit("explore.html?kind=measured", async (page) => {
    await settled(page);
    const view = page.locator("#explore-sweep");
    await view.locator("summary").click();
    await view.locator("tbody tr").first().waitFor();
    const cells = await view
      .locator("tbody tr")
      .evaluateAll((rows) =>
        rows.map((row) =>
          [...(row as HTMLTableRowElement).cells].map(
            (cell) => cell.querySelector("data")?.getAttribute("value") ?? cell.innerText.trim()
          )
        )
      );
    const get = async (name: string): Promise<{name: string; bytes: Buffer}> => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        view.getByRole("button", {name, exact: true}).click()
      ]);
      return {name: download.suggestedFilename(), bytes: readFileSync(await download.path())};
    };
    return {cells, csv: await get("CSV"), arrow: await get("Arrow"), svg: await get("SVG"), png: await get("PNG")};
  });
  expect([seen.csv, seen.arrow, seen.svg, seen.png].map(({name}) => name)).toEqual([
    "explore-sweep.csv",
    "explore-sweep.arrow",
    "explore-sweep.en.svg",
    "explore-sweep.png"
  ]);
  const csv = csvParse(seen.csv.bytes.toString("utf8"));
  const shown = seen.cells.map((row) => row.map((cell) => (cell === "–" ? "" : cell)));
  expect(csv.map((row) => csv.columns.map((name) => row[name]))).toEqual(shown);
  expect(new Set(csv.map((row) => row["kind"]))).toEqual(new Set(["measured"]));
  const arrow = tableFromIPC(seen.arrow.bytes);
  expect(arrow.schema.fields.map(({name}) => name)).toEqual(csv.columns);
  expect([...arrow].map((row) => csv.columns.map((name) => String(row?.[name] ?? "")))).toEqual(shown);
  expect(seen.svg.bytes.toString("utf8")).toMatch(/^<svg[^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(seen.svg.bytes.toString("utf8")).not.toContain("var(--");
  expect(seen.png.bytes.subarray(1, 4).toString("latin1")).toBe("PNG");
  expect(seen.png.bytes.readUInt32BE(16)).toBe(1440); // twice the width of a chart
});

test("every request on demand: the lines become those of the requests", async () => {
  const [before, after] = await session.visit("explore.html", async (page) => {
    await ready(page);
    const subtitle = page.locator("#explore-ecdf .figure-subtitle");
    const first = await subtitle.textContent();
    await page.getByRole("button", {name: "Load every request"}).click();
    await page.waitForFunction(() =>
      document.querySelector("#explore-ecdf .figure-subtitle")?.textContent?.includes("every request")
    );
    return [first, await subtitle.textContent()];
  });
  expect(before).toContain("65 percentiles");
  expect(after).toContain("every request");
});

test("printed, the controls are gone and the choice is said in words", async () => {
  const seen = await session.visit("explore.html?kind=measured&precision=bf16", async (page) => {
    await settled(page);
    await page.emulateMedia({media: "print"});
    const controls = await page
      .locator(".explore-controls, .view-controls, [data-explore-table]")
      .evaluateAll((all) => all.filter((element) => element.checkVisibility()).length);
    return {controls, said: await summary(page), pdf: await page.pdf({format: "A4"})};
  });
  expect(seen.controls).toBe(0);
  expect(seen.said).toContain("Kinds of number: measured");
  expect(seen.pdf.subarray(0, 5).toString("latin1")).toBe("%PDF-");
});

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

test.each([
  ["explore.html", "?kind=measured&cell=share", "light"],
  ["zh/explore.html", "?kind=measured,published&latency=tpot_ms", "dark"]
] as const)("axe finds nothing on %s%s with a selection and drawers open, %s", async (path, query, colorScheme) => {
  const found = await session.visit(
    path + query,
    async (page) => {
      await settled(page);
      await page.locator(".explore-series button").first().click();
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      await page.waitForTimeout(300);
      await page.evaluate(axe);
      const results = await page.evaluate(() =>
        (window as unknown as {axe: {run(o: object): Promise<AxeResults>}}).axe.run({
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
          resultTypes: ["violations"]
        })
      );
      return results.violations.map(
        ({id, help, nodes}) =>
          `${id}: ${help} (${nodes.length})\n  ${nodes
            .slice(0, 3)
            .map(({html}) => html.slice(0, 200))
            .join("\n  ")}`
      );
    },
    {colorScheme}
  );
  expect(found).toEqual([]);
});

test("on a phone nothing sticks out, and what is touched is large enough", async () => {
  const {wide, small} = await session.visit(
    "zh/explore.html",
    async (page) => {
      await ready(page);
      return page.evaluate(() => {
        const root = document.documentElement;
        const controls = [...document.querySelectorAll<HTMLElement>(".explore :is(button, select, label)")];
        const size = (element: HTMLElement): number => {
          const {width, height} = element.getBoundingClientRect();
          return Math.min(width, height);
        };
        const main = ".explore-controls :is(button, label), .view-controls :is(button, select)";
        return {
          wide: root.scrollWidth - root.clientWidth,
          small: controls
            .filter((element) => element.checkVisibility() && size(element) < (element.matches(main) ? 44 : 24))
            .map((element) => element.outerHTML.slice(0, 100))
        };
      });
    },
    {viewport: {width: 320, height: 640}, hasTouch: true}
  );
  expect(wide).toBe(0);
  expect(small).toEqual([]);
});

test("with forced colours a selected mark is told by the system's own colour", async () => {
  const stroke = await session.visit(
    "explore.html",
    async (page) => {
      await ready(page);
      await page.locator(".explore-series button").first().click();
      return page
        .locator("#explore-throughput svg [data-name].on")
        .first()
        .evaluate((mark) => getComputedStyle(mark).stroke);
    },
    {forcedColors: "active", reducedMotion: "reduce"}
  );
  expect(stroke).not.toBe("none");
});
