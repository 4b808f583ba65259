import {readFileSync} from "node:fs";
import {join} from "node:path";
import {quantile} from "d3-array";
import {toArrow} from "../../loaders/arrow.js";
import {requests, type RequestRow} from "../../src/model/tables/requests.js";
import type {BenchFigure} from "../../src/model/bench.js";
import type {Text} from "../../src/model/text.js";
import type {Page} from "playwright-core";
import {openSession} from "../web/session.js";
import {figure, type Measured} from "./support/record.js";
import {ofRounds} from "./support/rounds.js";

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
export async function bench(): Promise<Measured> {
  const file = readFileSync(join("dist", "data", "explore.json"), "utf8");
  const text = JSON.stringify(grown(JSON.parse(file) as Packed));
  const session = await openSession("dist");
  try {
    return await session.visit("explore.html", async (page) => {
      await page.route("**/data/explore.json", (route) => route.fulfill({body: text, contentType: "application/json"}));
      const arrow = Buffer.from(toArrow(requests, manyRequests(text), {kind: "bench", inputs: {}}));
      await page.route("**/data/requests.arrow", (route) => route.fulfill({body: arrow}));
      await page.locator(".explore-controls label").first().hover();
      await page.waitForSelector("[data-ready]", {timeout: 60_000});
      await page.waitForTimeout(3000);
      const cpuMs = await processorTime(page);
      const figures: BenchFigure[] = [];
      for (const [what, selector] of interactions) figures.push(...(await interaction(page, cpuMs, what, selector)));
      figures.push(await everyRequest(page));
      const sizes = [size.points, size.requests].map((n) => n.toLocaleString("en-US"));
      return {
        title: {en: "Explore", zh: "数据探索页"},
        conditions: [
          {
            en: `${sizes[0]} measured points and ${sizes[1]} requests, made from the real ones; Chromium ${session.version}. From the event to the end of the next frame, with the processor time of the main thread, which other work does not stretch; ${2 * rounds} times each.`,
            zh: `${sizes[0]} 个实测点与 ${sizes[1]} 个请求，由真实数据扩充；Chromium ${session.version}。从事件到下一帧结束，并给出主线程处理器时间（不受其他负载影响）；各 ${2 * rounds} 次。`
          }
        ],
        figures
      };
    });
  } finally {
    await session.close();
  }
}

/** What is clicked, twice in a round: there and back. */
const interactions = [
  [{en: "select a series", zh: "选择一个系列"}, ".explore-series button"],
  [{en: "select a mark of the first chart", zh: "选择首图中的一个标记"}, "#explore-throughput svg [data-name]"],
  [{en: "select a pair of limits", zh: "选择一组限值"}, "#explore-slo svg [data-name]:last-child"],
  [{en: "select a row of the table", zh: "选择表格一行"}, "[data-explore-table] input"],
  [{en: "leave out a kind of number", zh: "去掉一类数字"}, 'input[name="kind"][value="predicted"]'],
  [{en: "leave out a GPU", zh: "去掉一种 GPU"}, 'input[name="gpu"]'],
  [{en: "add a workload", zh: "增加一种负载"}, ".choices:nth-of-type(3) label:last-child input"]
] as const;

async function interaction(
  page: Page,
  cpuMs: () => Promise<number>,
  what: Text,
  selector: string
): Promise<BenchFigure[]> {
  const frames: number[] = [];
  const cpu: number[] = [];
  for (let i = 0; i <= 2 * rounds; i++) {
    await page.waitForSelector("[data-settled=true]");
    await page.locator(selector).first().scrollIntoViewIfNeeded();
    await page.waitForSelector("[data-settled=true]");
    const before = await cpuMs();
    const frame = await page.evaluate(async (at) => {
      const start = performance.now();
      document.querySelector(at)!.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
      await new Promise(requestAnimationFrame);
      await new Promise((done) => setTimeout(done)); // after the frame's paint
      return performance.now() - start;
    }, selector);
    const used = (await cpuMs()) - before;
    await page.waitForSelector("[data-settled=true]");
    if (i === 0) continue;
    frames.push(frame);
    cpu.push(used);
  }
  const id = what.en.replace(/ (?:a|the|of|out) /g, "_").replaceAll(" ", "_");
  return [
    figure({
      id: `${id}_p95_ms`,
      what: {en: `${what.en}, p95`, zh: `${what.zh}，p95`},
      value: quantile(frames, 0.95) ?? Number.NaN,
      spread: ofRounds(frames).spread,
      unit: "ms",
      goal: 50
    }),
    figure({
      id: `${id}_cpu_ms`,
      what: {en: `${what.en}, processor time`, zh: `${what.zh}，处理器时间`},
      ...ofRounds(cpu),
      unit: "ms"
    })
  ];
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
async function everyRequest(page: Page): Promise<BenchFigure> {
  const button = page.locator("[data-raw]");
  await button.scrollIntoViewIfNeeded();
  const ms = await page.evaluate(async () => {
    const start = performance.now();
    document.querySelector<HTMLElement>("[data-raw]")!.click();
    while (!/every request/.test(document.querySelector("#explore-ecdf .figure-subtitle")?.textContent ?? ""))
      await new Promise(requestAnimationFrame);
    return performance.now() - start;
  });
  return figure({
    id: "every_request_ms",
    what: {en: "load every request and draw", zh: "载入全部请求并绘制"},
    value: ms,
    unit: "ms"
  });
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
