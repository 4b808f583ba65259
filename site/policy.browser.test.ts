import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import type {Page} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {launch} from "../scripts/web/chromium.js";
import {builtPages} from "../scripts/web/pages.js";
import {openSession, type Session} from "../scripts/web/session.js";
import {assemble} from "../scripts/single-file/assemble.js";
import {useControls} from "../scripts/web/use-controls.js";

await builtPages("dist"); // says what to do when there is none
const folder = mkdtempSync(join(tmpdir(), "policy-"));
let session: Session;
beforeAll(async () => {
  session = await openSession("dist");
});
afterAll(async () => {
  await session.close();
  rmSync(folder, {recursive: true});
});

/** Remembers what the policy stopped, before the page's own scripts run. */
const listening = `window.stopped = []; addEventListener("securitypolicyviolation", (event) =>
  window.stopped.push(event.violatedDirective + " " + event.blockedURI + " " + event.sample));`;

const stopped = (page: Page): Promise<string[]> => page.evaluate("window.stopped");

// The pages that do most; all of them are driven so in hostile.nightly.test.ts, over other data.
test.each(["explore.html", "zh/results.html", "predictions.html", "compare.html"])(
  "%s, with every control used, does nothing that its policy stops",
  async (path) => {
    const seen = await session.visit(
      path,
      async (page, visit) => {
        await visit.settle();
        const used = await useControls(page, visit.settle);
        return {used, stopped: await stopped(page), complaints: visit.complaints};
      },
      {initScript: listening}
    );
    expect(seen.stopped).toEqual([]);
    expect(seen.complaints).toEqual([]);
    expect(seen.used).toBeGreaterThan(2);
  }
);

test("the policy is in force: a script that comes later, a handler and text as code do not run", async () => {
  const seen = await session.visit(
    "index.html",
    async (page) => {
      await page.evaluate(() => {
        const script = document.createElement("script");
        script.textContent = "window.ran = 'script'";
        document.body.append(script);
        document.body.insertAdjacentHTML("beforeend", `<img src="data:," onerror="window.ran = 'handler'">`);
        const link = document.createElement("a");
        link.href = "javascript:window.ran='link'";
        document.body.append(link);
        link.click();
      });
      await page.waitForFunction(() => (window as unknown as {stopped: string[]}).stopped.length >= 3);
      return {stopped: await stopped(page), ran: await page.evaluate("window.ran ?? null")};
    },
    {initScript: listening}
  );
  expect(seen.ran).toBeNull();
  expect(seen.stopped.length).toBeGreaterThanOrEqual(3);
});

test("the single file and a figure's own page, from the disk, load nothing and run nothing that is not theirs", async () => {
  const {html} = await assemble("dist");
  const file = join(folder, "report.html");
  writeFileSync(file, html);
  const browser = await launch();
  try {
    const context = await browser.newContext({offline: true});
    await context.addInitScript({content: listening});
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (/error|warning/.test(message.type())) complaints.push(message.text());
    });
    for (const path of [file, "dist/embed/pareto.html", "dist/index.html"]) {
      await page.goto(pathToFileURL(path).href);
      if (path === file) expect(await useControls(page, () => Promise.resolve())).toBeGreaterThan(10);
      expect(await stopped(page), path).toEqual([]);
      const styled = await page.evaluate(() => getComputedStyle(document.body).marginTop);
      expect(styled, path).toBe("0px"); // a browser's own is 8px
    }
    // Modules cannot come from a disk: the framework's own limit, not the policy's.
    expect(complaints.filter((text) => !/CORS policy|ERR_FAILED/.test(text))).toEqual([]);
    expect(readFileSync("dist/embed/pareto.html", "utf8")).toContain("default-src 'none'");
  } finally {
    await browser.close();
  }
});
