import {readFileSync} from "node:fs";
import {join} from "node:path";
import {max, median} from "d3-array";
import {toArrow} from "../../loaders/arrow.js";
import {requests, type RequestRow} from "../../src/model/tables/requests.js";
import type {Page} from "playwright-core";
import {openSession} from "../web/session.js";

/** Size of the data that Explore must stay quick with. */
const size = {points: 200, requests: 100_000};

/** Rounds of each interaction whose times are told, after one that warms up. */
const rounds = 5;

/** As much of Explore's file as the bench reads and grows. */
interface Packed {
  points: {
    id: string;
    kind: string;
    values: Record<string, (number | null)[]>;
    requests: {n: number; met: number[]} | null;
  }[];
}

/** Time from an interaction to the next frame on the screen, with the processor's share of it, and to the last view. */
export async function bench(): Promise<void> {
  const file = readFileSync(join("dist", "data", "explore.json"), "utf8");
  const text = JSON.stringify(grown(JSON.parse(file) as Packed));
  const session = await openSession("dist");
  try {
    await session.visit("explore.html", async (page) => {
      await page.route("**/data/explore.json", (route) => route.fulfill({body: text, contentType: "application/json"}));
      const arrow = Buffer.from(toArrow(requests, manyRequests(text), {kind: "bench", inputs: {}}));
      await page.route("**/data/requests.arrow", (route) => route.fulfill({body: arrow}));
      await page.locator(".explore-controls label").first().hover();
      await page.waitForSelector("[data-ready]", {timeout: 60_000});
      await page.waitForTimeout(3000);
      console.log(await page.locator("[data-explore-summary]").innerText());
      const cpuMs = await processorTime(page);
      console.log("interaction                          next frame ms   slowest   main thread CPU ms   all views ms");
      for (const [name, selector] of interactions) console.log(await row(page, cpuMs, name, selector));
      console.log(await everyRequest(page));
      console.log(
        `target: 100 ms to the next frame; ${size.points} measured points, ${size.requests} requests, Chromium ${session.version}`
      );
    });
  } finally {
    await session.close();
  }
}

/** What is clicked, twice in a round: there and back. */
const interactions = [
  ["select a series", ".explore-series button"],
  ["select a mark of the first chart", "#explore-throughput svg [data-name]"],
  ["select a pair of limits", "#explore-slo svg [data-name]:last-child"],
  ["select a row of the table", "[data-explore-table] input"],
  ["leave out a kind of number", 'input[name="kind"][value="predicted"]'],
  ["leave out a GPU", 'input[name="gpu"]'],
  ["add a workload", ".choices:nth-of-type(3) label:last-child input"]
] as const;

async function row(page: Page, cpuMs: () => Promise<number>, name: string, selector: string): Promise<string> {
  const frames: number[] = [];
  const cpu: number[] = [];
  const wholes: number[] = [];
  for (let i = 0; i <= 2 * rounds; i++) {
    await page.locator(selector).first().scrollIntoViewIfNeeded();
    await page.waitForSelector("[data-settled=true]");
    const before = await cpuMs();
    const {frame, start} = await page.evaluate(async (at) => {
      const start = performance.now();
      document.querySelector(at)!.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
      await new Promise(requestAnimationFrame);
      await new Promise((done) => setTimeout(done)); // after the frame's paint
      return {frame: performance.now() - start, start};
    }, selector);
    const used = (await cpuMs()) - before;
    await page.waitForSelector("[data-settled=true]");
    const whole = await page.evaluate((from) => performance.now() - from, start);
    if (i === 0) continue;
    frames.push(frame);
    cpu.push(used);
    wholes.push(whole);
  }
  const shown = (value: number | undefined): string => (value ?? NaN).toFixed(0);
  return [
    name.padEnd(36),
    shown(median(frames)).padStart(15),
    shown(max(frames)).padStart(10),
    shown(median(cpu)).padStart(20),
    shown(median(wholes)).padStart(15)
  ].join("");
}

/** Processor time that the page's main thread has used, ms: what a loaded machine does not stretch. */
async function processorTime(page: Page): Promise<() => Promise<number>> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable", {timeDomain: "threadTicks"});
  return async () => {
    const {metrics} = await cdp.send("Performance.getMetrics");
    return 1000 * (metrics.find((metric) => metric.name === "TaskDuration")?.value ?? NaN);
  };
}

/** Time from asking for every request to their distributions on the screen. */
async function everyRequest(page: Page): Promise<string> {
  const button = page.locator("[data-raw]");
  await button.scrollIntoViewIfNeeded();
  const ms = await page.evaluate(async () => {
    const start = performance.now();
    document.querySelector<HTMLElement>("[data-raw]")!.click();
    while (!/every request/.test(document.querySelector("#explore-ecdf .figure-subtitle")?.textContent ?? ""))
      await new Promise(requestAnimationFrame);
    return performance.now() - start;
  });
  return `load and draw ${size.requests} requests, once: ${ms.toFixed(0)} ms`;
}

/** As many requests as there are to be, over the measured points in turn. */
function manyRequests(text: string): RequestRow[] {
  const ids = (JSON.parse(text) as Packed).points.flatMap(({id, requests: some}) => (some === null ? [] : id));
  return Array.from({length: size.requests}, (_, i) => ({
    point_id: ids[i % ids.length]!,
    request: Math.floor(i / ids.length),
    start_s: i / 100,
    ttft_ms: 50 + (i % 997),
    tpot_ms: 5 + (i % 89) / 10,
    e2e_ms: 3000 + (i % 4999),
    itl_max_ms: null,
    input_tokens: 2048,
    output_tokens: 512,
    ok: true,
    error: null
  }));
}

/** The measured points repeated under other names, each a little apart, up to the size; requests spread over them. */
function grown(model: Packed): Packed {
  const measured = model.points.filter((point) => point.kind === "measured");
  const others = model.points.filter((point) => point.kind !== "measured");
  const each = Math.ceil(size.requests / size.points);
  // Indices of the points stay what they were: copies stand behind all others.
  const copies = Array.from({length: Math.max(0, size.points - measured.length)}, (_, i) => {
    const point = measured[i % measured.length]!;
    const factor = 1 + 0.01 * (1 + Math.floor(i / measured.length));
    const values = Object.fromEntries(
      Object.entries(point.values).map(([name, cell]) => [
        name,
        cell.map((value) => (value === null ? null : value * factor))
      ])
    );
    return {...point, id: `${point.id}-copy${i}`, values};
  });
  const scaled = [...measured, ...copies].map((point) => {
    if (point.requests === null) return point;
    const {n, met} = point.requests;
    return {...point, requests: {...point.requests, n: each, met: met.map((count) => Math.round((count / n) * each))}};
  });
  return {...model, points: [...scaled.slice(0, measured.length), ...others, ...scaled.slice(measured.length)]};
}
