import type {Page, Request} from "playwright-core";

/** What a page did that a good page does not, and what it loaded. */
export interface Visit {
  /** Waits until the page asks for nothing more, half a second long. */
  settle(): Promise<void>;
  /** Errors and warnings of the console, exceptions, failed and foreign requests, statuses from 400. */
  readonly complaints: string[];
  /** Every answered request with its size on the wire, in bytes, headers left out. */
  readonly loaded: () => Promise<{path: string; bytes: number}[]>;
}

/** Listens to a page from before its first request. `origin` is the only place that it may talk to. */
export function listen(page: Page, origin: string): Visit {
  const complaints: string[] = [];
  const finished: Request[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && !["data:", "blob:"].includes(url.protocol)) complaints.push(`foreign: ${url.href}`);
  });
  page.on("requestfailed", (request) => {
    complaints.push(`failed: ${request.url()} (${request.failure()?.errorText ?? "no reason"})`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  page.on("requestfinished", (request) => {
    if (new URL(request.url()).origin === origin) finished.push(request);
  });
  const loaded = (): Promise<{path: string; bytes: number}[]> =>
    Promise.all(
      finished.map(async (request) => ({
        path: new URL(request.url()).pathname,
        bytes: (await request.sizes()).responseBodySize
      }))
    );
  return {settle: () => page.waitForLoadState("networkidle"), complaints, loaded};
}
