import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {csvParseRows} from "d3-dsv";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {assemble} from "../scripts/single-file/assemble.js";
import {launch} from "../scripts/web/chromium.js";
import {builtPages} from "../scripts/web/pages.js";
import {openSession, type Session} from "../scripts/web/session.js";
import {buildIn, copyTree} from "../scripts/web/tree.js";
import {useControls} from "../scripts/web/use-controls.js";
import {hostileForeign, mark, payload, writeHostileRuns, writeHostileStudy} from "./testing/hostile.js";

const folder = mkdtempSync(join(tmpdir(), "hostile-"));
const dist = join(folder, "tree/dist");
let session: Session;
beforeAll(async () => {
  await copyTree(join(folder, "tree"));
  writeHostileRuns(join(folder, "runs"));
  writeHostileStudy(join(folder, "tree"));
  await buildIn(join(folder, "tree"), [], {SWEEPBOOK_RUNS: join(folder, "runs")});
  session = await openSession(dist);
});
afterAll(async () => {
  await session?.close();
  rmSync(folder, {recursive: true, force: true});
});

/** Before the page's own scripts: remembers what ran, and what the policy stopped, which had been taken for code too. */
const listening = `window.ran = 0; window.planted = () => void window.ran++; window.stopped = [];
  addEventListener("securitypolicyviolation", (event) => window.stopped.push(event.violatedDirective + " " + event.sample));`;

/** What a payload has left in a page: nothing, when it was a text everywhere. */
const left = (page: Page): Promise<unknown> =>
  page.evaluate(
    (name) => ({
      ran: (window as unknown as {ran: number}).ran,
      stopped: (window as unknown as {stopped: string[]}).stopped,
      elements: document.querySelectorAll(name).length,
      links: document.querySelectorAll("[href^='javascript:' i], [onload], [onerror]").length
    }),
    mark
  );
const nothing = {ran: 0, stopped: [], elements: 0, links: 0};

/** A payload as the value of everything that an address may say. */
const address = `?${new URLSearchParams(
  "gpu precision workload kind latency share cell series currency selected a b slo.metric count_imported price.h100-80gb-sxmx1.CNY utilisation plan.model plan.slo plan.gpus"
    .split(" ")
    .map((name) => [name, payload(name)])
).toString()}#${encodeURIComponent(payload("hash"))}`;

test("every page of a report full of payloads, with every control used, and addresses full of them: nothing runs", async () => {
  const pages = await builtPages(dist);
  expect(pages.length).toBeGreaterThan(30);
  const queue = [...pages];
  let shown = 0;
  const lane = async (): Promise<void> => {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      await session.visit(
        path.startsWith("zh/") ? path + address : path,
        async (page, visit) => {
          await visit.settle();
          // The controls' code is the same in both languages: in Chinese the address is hostile instead.
          if (!path.startsWith("zh/")) await useControls(page, visit.settle, payload("typed"));
          shown += await page.evaluate((name) => (document.body.innerText.includes(`<${name}>`) ? 1 : 0), mark);
          expect({...((await left(page)) as object), complaints: visit.complaints}, path).toEqual({
            ...nothing,
            complaints: []
          });
        },
        {initScript: listening, permissions: ["clipboard-write"]} // the framework's own button takes it for granted
      );
    }
  };
  await Promise.all([lane(), lane(), lane()]);
  expect(shown, "payloads must be shown as text, else this test tries nothing").toBeGreaterThan(12);
});

test.each(["interchange.html", "zh/explore.html"])(
  "files chosen on %s: their texts and names stay texts",
  async (path) => {
    const files = hostileForeign(join(folder, "foreign"));
    await session.visit(
      path,
      async (page, visit) => {
        await page.setInputFiles("[data-import-files]", files);
        await page.waitForSelector("[data-import-result] table", {state: "attached"});
        await visit.settle();
        expect(await page.locator("[data-import-result]").textContent()).toContain(`<${mark}>`);
        expect({...((await left(page)) as object), complaints: visit.complaints}).toEqual({...nothing, complaints: []});
      },
      {initScript: listening}
    );
  }
);

test("pictures and figures' own pages, opened alone, and the single file: nothing runs", async () => {
  const {html} = await assemble(dist);
  const single = join(folder, "report.html");
  writeFileSync(single, html);
  const pictures = readdirSync(join(dist, "figures"), {recursive: true, encoding: "utf8"}).filter(
    (file) => file.endsWith(".en.svg") && readFileSync(join(dist, "figures", file), "utf8").includes(mark)
  );
  expect(pictures.length).toBeGreaterThan(0);
  const browser = await launch();
  try {
    const context = await browser.newContext({offline: true});
    await context.addInitScript({content: listening});
    const page = await context.newPage();
    const embeds = ["embed/memory.html", "embed/timeline.html"].map((file) => join(dist, file));
    for (const path of [single, ...embeds, ...pictures.map((file) => join(dist, "figures", file))]) {
      await page.goto(pathToFileURL(path).href);
      if (path === single) await useControls(page, () => Promise.resolve(), payload("typed"));
      expect(await left(page), path).toEqual(nothing);
    }
  } finally {
    await browser.close();
  }
});

test("no cell of any CSV is a formula", () => {
  let texts = 0;
  for (const file of readdirSync(dist, {recursive: true, encoding: "utf8"}).filter((name) => name.endsWith(".csv"))) {
    for (const cell of csvParseRows(readFileSync(join(dist, file), "utf8")).flat()) {
      if (cell.includes(mark)) texts++;
      if (/^\s*[=+@\t\r]|^-(?![\d.]+(?:e[+-]?\d+)?$)/i.test(cell)) throw new Error(`${file}: ${cell.slice(0, 60)}`);
    }
  }
  expect(texts).toBeGreaterThan(20);
});
