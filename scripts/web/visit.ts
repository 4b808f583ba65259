import {setTimeout as sleep} from "node:timers/promises";
import type {Page, Request} from "playwright-core";

const idleMs = 500;
const settleMs = 60_000;

/** What a page did that a good page does not, and what it loaded. */
export interface Visit {
  /** Waits until the page has asked for nothing, and waits for nothing, half a second long. */
  readonly settle: () => Promise<void>;
  /** Errors and warnings of the console, exceptions, failed and foreign requests, statuses from 400. */
  readonly complaints: string[];
  /** Every answered request with its size on the wire, in bytes, headers left out. */
  readonly loaded: () => Promise<{path: string; bytes: number}[]>;
}

/** Listens to a page from before its first request. `origin` is the only place that it may talk to. */
export function listen(page: Page, origin: string): Visit {
  const complaints: string[] = [];
  const finished: Request[] = [];
  const open = new Set<Request>();
  let lastMs = performance.now();
  const closed = (request: Request): void => {
    open.delete(request);
    lastMs = performance.now();
  };
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    open.add(request);
    lastMs = performance.now();
    const url = new URL(request.url());
    if (url.origin !== origin && !["data:", "blob:"].includes(url.protocol)) complaints.push(`foreign: ${url.href}`);
  });
  page.on("requestfailed", (request) => {
    closed(request);
    complaints.push(`failed: ${request.url()} (${request.failure()?.errorText ?? "no reason"})`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  page.on("requestfinished", (request) => {
    closed(request);
    if (new URL(request.url()).origin === origin) finished.push(request);
  });
  const loaded = (): Promise<{path: string; bytes: number}[]> =>
    Promise.all(
      finished.map(async (request) => ({
        path: new URL(request.url()).pathname,
        bytes: (await request.sizes()).responseBodySize
      }))
    );
  // Playwright's own "networkidle" is a state that is reached once: what a page asks for later it does not wait for.
  const settle = async (): Promise<void> => {
    const end = performance.now() + settleMs;
    lastMs = performance.now();
    while (open.size > 0 || performance.now() - lastMs < idleMs) {
      if (performance.now() > end)
        throw new Error(`still asks after ${settleMs} ms: ${[...open].map((each) => each.url()).join(" ")}`);
      await sleep(25);
    }
  };
  return {settle, complaints, loaded};
}
