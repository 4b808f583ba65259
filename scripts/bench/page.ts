import {execa} from "execa";
import {median} from "d3-array";
import {builtPages} from "../web/pages.js";
import {openSession, type Session} from "../web/session.js";

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
export async function bench(): Promise<void> {
  const start = performance.now();
  await execa("tsx", ["scripts/build.ts"], {preferLocal: true});
  console.log(`build: ${((performance.now() - start) / 1000).toFixed(1)} s (target 20 s on two cores)`);

  const session = await openSession("dist");
  try {
    console.log("page                          requests   kB gzip   first paint ms   first figure ms");
    for (const path of await builtPages("dist")) console.log(await row(session, path));
    console.log(
      "targets: Home 80 kB, every page 350 kB before the first interaction; first figure of Home 400 ms; medians of " +
        `${rounds} visits, Chromium ${session.version}, local server, nothing cached`
    );
  } finally {
    await session.close();
  }
}

async function row(session: Session, path: string): Promise<string> {
  const times: Times[] = [];
  let requests = 0;
  let bytes = 0;
  for (let i = 0; i <= rounds; ++i) {
    const visited = await session.visit(
      path,
      async (page, visit) => {
        if (i === 0) await visit.settle();
        await page.waitForTimeout(100);
        return {times: await page.evaluate<Times>(readTimes), loaded: i === 0 ? await visit.loaded() : []};
      },
      {initScript: watchFirstFigure}
    );
    if (i > 0) times.push(visited.times);
    else {
      requests = visited.loaded.length;
      bytes = visited.loaded.reduce((sum, file) => sum + file.bytes, 0);
    }
  }
  const shown = (read: (t: Times) => number | null): string => median(times, read)?.toFixed(0) ?? "none";
  return [
    path.padEnd(30),
    String(requests).padStart(8),
    (bytes / 1000).toFixed(1).padStart(10),
    shown((t) => t.paintMs).padStart(17),
    shown((t) => t.figureMs).padStart(18)
  ].join("");
}
