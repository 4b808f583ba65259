import type {Browser, BrowserContextOptions, Page} from "playwright-core";
import {launch} from "./chromium.js";
import {serveStatic, type StaticServer} from "./server.js";
import {listen, type Visit} from "./visit.js";

/** What a busy machine may need for one step. */
const patienceMs = 120_000;

interface VisitOptions extends BrowserContextOptions {
  /** Code that runs in the page before its own. */
  readonly initScript?: string;
}

/** A built site in a browser: a server below a base path, as a report may lie anywhere, and Chromium. */
export interface Session {
  readonly url: string;
  /** Of the browser. */
  readonly version: string;
  /** Runs with a fresh page that has loaded; closes it after. `visit.settle()` waits for what comes later. */
  visit<T>(path: string, run: (page: Page, visit: Visit) => Promise<T>, options?: VisitOptions): Promise<T>;
  close(): Promise<void>;
}

export async function openSession(dir: string, base = "/report/base/"): Promise<Session> {
  const server: StaticServer = await serveStatic({dir, base});
  const browser: Browser = await launch().catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  const {origin} = new URL(server.url);
  return {
    url: server.url,
    version: browser.version(),
    visit: async (path, run, {initScript, ...options} = {}) => {
      const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
      context.setDefaultTimeout(patienceMs);
      try {
        if (initScript !== undefined) await context.addInitScript({content: initScript});
        const page = await context.newPage();
        const visit = listen(page, origin);
        await page.goto(server.url + path, {waitUntil: "load"});
        return await run(page, visit);
      } finally {
        await context.close();
      }
    },
    close: async () => {
      await browser.close();
      await server.close();
    }
  };
}
