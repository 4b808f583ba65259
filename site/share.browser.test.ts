import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {createRequire} from "node:module";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {gunzipSync} from "node:zlib";
import {tableFromIPC} from "apache-arrow";
import type {AxeResults} from "axe-core";
import {csvParse} from "d3-dsv";
import {execa} from "execa";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {scriptCommand} from "../scripts/programs.js";
import {launch} from "../scripts/web/chromium.js";
import {openSession, type Session} from "../scripts/web/session.js";

const folder = mkdtempSync(join(tmpdir(), "share-"));
let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(async () => {
  await session.close();
  rmSync(folder, {recursive: true, force: true});
});

const run = (script: string, ...args: string[]) => {
  const [file, ...start] = scriptCommand(script);
  return execa(file, [...start, ...args], {reject: false, all: true});
};

/** Full values of a table's cells, as `<data>` carries them; an en dash is an absent value. */
const cells = (page: Page, selector: string): Promise<string[][]> =>
  page.locator(`${selector} tbody tr`).evaluateAll((rows) =>
    rows.map((row) =>
      [...(row as HTMLTableRowElement).cells].map((cell) => {
        const text = cell.querySelector("data")?.getAttribute("value") ?? cell.innerText.trim();
        return text === "–" ? "" : text;
      })
    )
  );

test("a figure's files hold the rows of its table; its citation names the hash of the data", async () => {
  const seen = await session.visit("results.html", async (page) => {
    const figure = page.locator("#sweep");
    await figure.locator("summary").click();
    const get = async (click: string): Promise<Buffer> => {
      const [download] = await Promise.all([page.waitForEvent("download"), figure.locator(click).click()]);
      return readFileSync(await download.path());
    };
    const [csv, arrow, svg, png] = [
      await get("a[download$='.csv']"),
      await get("a[download$='.arrow']"),
      await get("a[download$='.svg']"),
      await get("button.png")
    ];
    await figure.locator("button.cite").click();
    const hash = await page.locator('meta[name="sweepbook-data"]').getAttribute("content");
    return {
      csv,
      arrow,
      svg,
      png,
      hash,
      cite: await figure.locator("pre.citation").innerText(),
      rows: await cells(page, "#sweep")
    };
  });
  const csv = csvParse(seen.csv.toString("utf8"));
  // The page shows as many rows as a reader takes in; the files go on.
  expect(csv.slice(0, seen.rows.length).map((row) => csv.columns.map((name) => row[name]))).toEqual(seen.rows);
  expect(seen.rows.length).toBe(Math.min(60, csv.length));
  const arrow = tableFromIPC(seen.arrow);
  expect(arrow.numRows).toBe(csv.length);
  expect([...arrow].map((row) => Number(row?.["output_tokens_per_s"]))).toEqual(
    csv.map((row) => Number(row["output_tokens_per_s"]))
  );
  expect(seen.svg.toString("utf8")).toMatch(/^<svg/);
  expect(seen.png.subarray(1, 4).toString("latin1")).toBe("PNG");
  expect(seen.cite).toContain(`Data ${seen.hash}`);
  expect(seen.cite).toMatch(/@misc\{sweepbook-sweep-[0-9a-f]+,/);
});

test.each(["results.html", "zh/results.html"])(
  "the snippet of %s shows the figure alone, with its own title",
  async (path) => {
    const seen = await session.visit(path, async (page) => {
      const figure = page.locator("#pareto");
      const title = await figure.locator(".figure-title").evaluate((h) => h.firstChild!.textContent!.trim());
      await figure.locator("summary").click();
      await figure.locator("button.embed").click();
      const snippet = await figure.locator("pre.embed").innerText();
      // In a page of its own: the report's policy lets it frame nothing.
      await page.route("**/elsewhere", (route) => route.fulfill({contentType: "text/html", body: snippet}));
      await page.goto(new URL("/elsewhere", page.url()).href);
      const frame = page.frameLocator("iframe");
      await frame.locator("svg").waitFor();
      const inside = page.frames()[1]!;
      return {
        title,
        own: await inside.title(),
        scripts: await inside.locator("script").count(),
        back: await inside.locator("p a").evaluate((a) => (a as HTMLAnchorElement).href),
        overflow: await inside.evaluate(() => document.documentElement.scrollHeight - innerHeight)
      };
    });
    expect(seen.own).toBe(`${seen.title} | Sweepbook`);
    expect(seen.scripts).toBe(0);
    expect(new URL(seen.back).pathname).toBe(`/report/base/${path}`);
    expect(seen.overflow).toBeLessThanOrEqual(0);
  }
);

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

test.each(["embed/pareto.html", "zh/embed/explore-slo.html", "changes.html"])(
  "axe finds nothing on %s",
  async (path) => {
    const found = await session.visit(path, async (page) => {
      await page.evaluate(axe);
      return page.evaluate(async () => {
        const {violations} = await (window as unknown as {axe: {run(): Promise<AxeResults>}}).axe.run();
        return violations.map(({id, nodes}) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
      });
    });
    expect(found).toEqual([]);
  }
);

test("the single file opens from the disk, offline, with scripts on and off, in both languages, with its data", async () => {
  const file = join(folder, "report.html");
  const made = await run("single-file", file);
  expect(made.exitCode, made.all).toBe(0);
  expect(readFileSync(file).length).toBeLessThanOrEqual(3_000_000);
  const browser = await launch();
  try {
    for (const javaScriptEnabled of [true, false]) {
      const context = await browser.newContext({offline: true, javaScriptEnabled});
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => {
        if (!/^(?:file|data|blob):/.test(request.url())) complaints.push(request.url());
      });
      const url = pathToFileURL(file).href;
      await page.goto(url);
      const shown = (): Promise<string[]> =>
        page.locator(".single").evaluateAll((all) => all.filter((one) => one.checkVisibility()).map(({id}) => id));
      expect(await shown()).toEqual(["en-home"]);
      await page.getByRole("link", {name: "成本与能耗"}).click();
      expect(await shown()).toEqual(["zh-cost"]);
      expect(await page.locator("#zh-cost svg").first().isVisible()).toBe(true);
      await page.goto(`${url}#en-home`);
      await page.locator("#en-home .strip a").first().click();
      expect(await shown()).toEqual(["en-claims"]);
      const dead = await page
        .locator("a[href^='#']")
        .evaluateAll(
          (all) => all.filter((a) => document.getElementById(a.getAttribute("href")!.slice(1)) === null).length
        );
      expect(dead).toBe(0);
      if (javaScriptEnabled) {
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          page.locator("a[download='points.csv.gz']").click()
        ]);
        expect(gunzipSync(readFileSync(await download.path())).equals(readFileSync("dist/data/points.csv"))).toBe(true);
      }
      expect(complaints).toEqual([]);
      await context.close();
    }
  } finally {
    await browser.close();
  }
});

test("builds are published side by side, each with its terms; the same again is no change, another one is refused", async () => {
  const dir = join(folder, "published");
  const publish = (...args: string[]) => run("publish", dir, "--no-record", ...args);
  expect((await publish("--date", "2026-01-02")).exitCode).toBe(0);
  expect((await publish("--date", "2026-01-02")).exitCode).toBe(0);
  expect((await publish("--date", "2026-02-03")).exitCode).toBe(0);
  const twin = await session.visit("index.html", (page) =>
    page.locator('meta[name="sweepbook-data"]').getAttribute("content")
  );
  const folders = ["2026-02-03", "2026-01-02"].map((date) => `${date}-${twin}`);
  for (const name of folders) {
    expect(readFileSync(join(dir, name, "CITATION.cff"), "utf8")).toContain(`version: ${twin}`);
    expect(readFileSync(join(dir, name, "LICENSE"), "utf8")).toContain("Apache License");
    expect(readFileSync(join(dir, name, "LICENSE-DATA"), "utf8")).toContain("Attribution 4.0 International");
  }
  const site = await openSession(dir, "/all/");
  try {
    const seen = await site.visit("index.html", async (page, visit) => {
      const rows = await page
        .locator("tbody th a:first-child")
        .evaluateAll((all) => all.map((a) => a.getAttribute("href")));
      await page.locator("tbody tr:last-child code").click();
      await page.waitForURL(/index\.html$/);
      await page.waitForFunction(() => document.querySelector(".lede") !== null);
      return {rows, url: new URL(page.url()).pathname, complaints: visit.complaints};
    });
    expect(seen.rows).toEqual(folders.map((name) => `${name}/index.html`));
    expect(seen.url).toBe(`/all/${folders[0]}/index.html`); // the permalink leads to the newest build of the data
    expect(seen.complaints).toEqual([]);
  } finally {
    await site.close();
  }
  const other = join(folder, "other");
  await execa("cp", ["-r", "dist", other]);
  await execa("sh", ["-c", `echo '<!-- changed -->' >> ${other}/index.html`]);
  const refused = await publish("--date", "2026-01-02", "--from", other);
  expect(refused.exitCode).toBe(1);
  expect(refused.all).toContain("--replace");
  expect((await run("publish", join("dist", "inside"), "--no-record")).exitCode).toBe(2);
  expect((await publish("--date", "yesterday")).exitCode).toBe(2);
});
