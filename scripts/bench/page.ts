import {rmSync} from "node:fs";
import {execa} from "execa";
import {builtPages} from "../web/pages.js";
import {openSession, type Session} from "../web/session.js";
import {figure, type Measured} from "./support/record.js";
import {ofRounds} from "./support/rounds.js";

/** Visits of a page whose times are told; the first of each page warms the server and the browser, and is dropped. */
const rounds = 7;

/**
 * Runs before a page's own scripts: notes when the first chart has a place on the screen, at the frame that shows it.
 * As text, for it runs in the browser.
 */
const watchFirstFigure = `{
  const look = () => {
    const svg = document.querySelector("[data-figure] svg");
    if (svg === null || svg.getBoundingClientRect().height === 0) requestAnimationFrame(look);
    else requestAnimationFrame(() => { window.firstFigureMs = performance.now(); });
  };
  requestAnimationFrame(look);
}`;

/** What is read back from a page; null where nothing of the kind has been shown. */
const readTimes = `({
  paintMs: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
  figureMs: window.firstFigureMs ?? null
})`;

interface Times {
  readonly paintMs: number | null;
  readonly figureMs: number | null;
}

/** Build time, weight of each page before the first interaction, and times to the first paint and the first chart. */
export async function bench(): Promise<Measured> {
  for (const kept of [".cache/loaders", ".cache/scopes", ".cache/pages", ".cache/answers.json"])
    rmSync(kept, {recursive: true, force: true});
  const [coldS, againS] = [await buildSeconds(), await buildSeconds()];

  const session = await openSession("dist");
  try {
    const weights: {path: string; kB: number}[] = [];
    for (const path of await builtPages("dist"))
      weights.push({path, kB: (await visited(session, path, 0)).bytes / 1000});
    const home = await visited(session, "index.html", rounds);
    const far = await visited(session, "index.html", 3, {kbit_s: 1600, latencyMs: 150, cpu: 4});
    const heaviest = weights.reduce((a, b) => (b.kB > a.kB ? b : a));
    return {
      title: {en: "Build and pages", zh: "构建与页面"},
      conditions: [
        {
          en: `The report as it is, ${weights.length} pages; weight is gzip before the first interaction; Chromium ${session.version}, local server, nothing cached, medians of ${rounds} visits; far: 1.6 Mbit/s, 150 ms, a processor of a quarter of the speed, medians of 3.`,
          zh: `现有报告，共 ${weights.length} 页；重量为首次交互前的 gzip 字节；Chromium ${session.version}，本地服务器，无缓存，${rounds} 次访问的中位数；远端：1.6 Mbit/s、150 ms、处理器降速四倍，3 次的中位数。`
        }
      ],
      figures: [
        figure({
          id: "build_s",
          what: {en: "npm run build, nothing kept from before", zh: "npm run build，无任何缓存"},
          value: coldS,
          unit: "s",
          goal: 20
        }),
        figure({
          id: "build_again_s",
          what: {en: "npm run build again", zh: "再次 npm run build"},
          value: againS,
          unit: "s",
          goal: 20
        }),
        figure({
          id: "home_kb",
          what: {en: "Home before the first interaction", zh: "首页，首次交互前"},
          value: home.bytes / 1000,
          unit: "kB",
          goal: 60
        }),
        figure({
          id: "heaviest_kb",
          what: {en: `heaviest page (${heaviest.path})`, zh: `最重的页面（${heaviest.path}）`},
          value: heaviest.kB,
          unit: "kB",
          goal: 350
        }),
        figure({
          id: "home_requests",
          what: {en: "requests of Home", zh: "首页请求数"},
          value: home.requests,
          unit: "requests"
        }),
        figure({
          id: "home_paint_ms",
          what: {en: "Home: first paint", zh: "首页：首次绘制"},
          ...ofRounds(home.times.map(({paintMs}) => paintMs ?? Number.NaN)),
          unit: "ms"
        }),
        figure({
          id: "home_figure_ms",
          what: {en: "Home: first figure", zh: "首页：首图"},
          ...ofRounds(home.times.map(({figureMs}) => figureMs ?? Number.NaN)),
          unit: "ms",
          goal: 300
        }),
        figure({
          id: "home_far_figure_ms",
          what: {en: "Home, far: first figure", zh: "首页（远端）：首图"},
          ...ofRounds(far.times.map(({figureMs}) => figureMs ?? Number.NaN)),
          unit: "ms",
          goal: 1500
        })
      ]
    };
  } finally {
    await session.close();
  }
}

async function buildSeconds(): Promise<number> {
  const start = performance.now();
  await execa("tsx", ["scripts/build.ts"], {preferLocal: true});
  return (performance.now() - start) / 1000;
}

/** A file that loads nothing else. */
const blank = "data/files.json";

interface Visited {
  readonly requests: number;
  /** Over the wire, before the first interaction. */
  readonly bytes: number;
  readonly times: readonly Times[];
}

/** A slow line and a slow processor. */
interface Far {
  readonly kbit_s: number;
  readonly latencyMs: number;
  readonly cpu: number;
}

/** One visit that is weighed, then so many whose times are told. */
async function visited(session: Session, path: string, times: number, far: Far | null = null): Promise<Visited> {
  const found: Times[] = [];
  let requests = 0;
  let bytes = 0;
  for (let i = 0; i <= times; ++i) {
    const seen = await session.visit(
      i === 0 || far === null ? path : blank,
      async (page, visit) => {
        if (i === 0) await visit.settle();
        else if (far !== null) {
          const cdp = await page.context().newCDPSession(page);
          const throughput = (far.kbit_s * 1000) / 8;
          await cdp.send("Network.emulateNetworkConditions", {
            offline: false,
            latency: far.latencyMs,
            downloadThroughput: throughput,
            uploadThroughput: throughput
          });
          await cdp.send("Emulation.setCPUThrottlingRate", {rate: far.cpu});
          await page.goto(session.url + path, {waitUntil: "load"});
        }
        await page.waitForTimeout(100);
        return {times: await page.evaluate<Times>(readTimes), loaded: i === 0 ? await visit.loaded() : []};
      },
      {initScript: watchFirstFigure}
    );
    if (i > 0) found.push(seen.times);
    else {
      requests = seen.loaded.length;
      bytes = seen.loaded.reduce((sum, file) => sum + file.bytes, 0);
    }
  }
  return {requests, bytes, times: found};
}
