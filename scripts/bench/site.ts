import {mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync} from "node:fs";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {gzipSync} from "node:zlib";
import type {Text} from "../../src/model/text.js";
import {listRuns} from "../../loaders/runs.js";
import {builtPages} from "../web/pages.js";
import {buildIn, copyTree} from "../web/tree.js";
import {line} from "./support/fit.js";
import {GrownStore} from "./support/grown-store.js";
import {figure, type Measured} from "./support/record.js";

const pointsEach = 10;
const sizes = [10, 100, 1000];

interface Built {
  readonly n: number;
  readonly s: number;
  readonly homeKb: number;
  readonly heaviestKb: number;
  readonly heaviest: string;
  readonly mb: number;
}

/**
 * The whole report, from raw files to pages, in a copy of the repository whose store holds the report's own runs and more and more
 * made ones: cold, then at the largest size after nothing, after one run more, and what its pages weigh.
 */
export async function bench(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-site-"));
  try {
    const [copy, runs] = [join(folder, "copy"), join(folder, "runs")];
    await copyTree(copy);
    const store = new GrownStore(folder, pointsEach);
    const own = listRuns("data/runs");
    let have = 0;
    const cold: Built[] = [];
    for (const n of sizes) {
      store.grow(runs, have, n / pointsEach);
      have = n / pointsEach;
      for (const run of own) if (cold.length === 0) symlinkSync(resolve("data/runs", run), join(runs, run));
      rmSync(join(copy, ".cache"), {recursive: true, force: true});
      const s = await seconds(copy, runs);
      cold.push({n, s, ...(await weights(join(copy, "dist")))});
      console.log(`  ${n} points more: ${s.toFixed(1)} s`);
    }
    await seconds(copy, runs); // what was written just now is hashed once more
    const same = await seconds(copy, runs);
    store.grow(runs, have, have + 1);
    const more = await seconds(copy, runs);
    const fit = line(cold);
    const [least, most] = [cold[0]!, cold.at(-1)!];
    const at = (n: number): Text => ({
      en: `${n.toLocaleString("en-US")} points more`,
      zh: `另加 ${n.toLocaleString("en-US")} 点`
    });
    return {
      title: {en: "Whole report as the store grows", zh: "存储增长时的整份报告"},
      conditions: [
        {
          en: `From raw files to the finished site: the report's own ${own.length} runs, and made runs of ${pointsEach} points, each a real result of 768 requests and 387,309 gaps in one of 8 orders; every run has its page in both languages. Cold: no cache. Weights are gzip, of a page as it is before anything is asked for on demand. Line: ${fit.intercept.toFixed(1)} s + ${(1000 * fit.slope).toFixed(0)} ms a point.`,
          zh: `从原始文件到完成的站点：报告自身的 ${own.length} 个运行，外加每个 ${pointsEach} 点的合成运行，每点为一个真实结果（768 个请求、387,309 个间隔，共 8 种顺序）；每个运行都有两种语言的页面。冷启动指无缓存。重量为 gzip 后的页面本身，不含按需载入的内容。拟合直线：${fit.intercept.toFixed(1)} s + 每点 ${(1000 * fit.slope).toFixed(0)} ms。`
        }
      ],
      figures: [
        ...cold.map(({n, s}) =>
          figure({id: `cold_${n}_s`, what: {en: `${at(n).en}, cold`, zh: `${at(n).zh}，冷启动`}, value: s, unit: "s"})
        ),
        figure({
          id: "slope_ms_per_point",
          what: {en: "growth: ms a point, by least squares", zh: "增长：每点毫秒数（最小二乘）"},
          value: 1000 * fit.slope,
          unit: "ms"
        }),
        figure({
          id: "linear_r2_share",
          what: {en: "growth: R² of the line", zh: "增长：直线的 R²"},
          value: fit.r2,
          unit: "1",
          better: "higher",
          goal: 0.99
        }),
        figure({
          id: "same_s",
          what: {en: `${at(most.n).en}, after nothing`, zh: `${at(most.n).zh}，无任何变化`},
          value: same,
          unit: "s"
        }),
        figure({
          id: "one_more_s",
          what: {en: `${at(most.n).en}, after one run more`, zh: `${at(most.n).zh}，新增一个运行之后`},
          value: more,
          unit: "s"
        }),
        ...cold.flatMap(({n, homeKb, heaviestKb, heaviest, mb}) => [
          figure({
            id: `home_${n}_kb`,
            what: {en: `${at(n).en}: Home`, zh: `${at(n).zh}：首页`},
            value: homeKb,
            unit: "kB",
            ...(n === least.n ? {} : {peer: {name: `with ${least.n}`, value: least.homeKb}})
          }),
          figure({
            id: `heaviest_${n}_kb`,
            what: {en: `${at(n).en}: heaviest page (${heaviest})`, zh: `${at(n).zh}：最重的页面（${heaviest}）`},
            value: heaviestKb,
            unit: "kB",
            ...(n === least.n ? {} : {peer: {name: `with ${least.n}`, value: least.heaviestKb}})
          }),
          figure({
            id: `site_${n}_mb`,
            what: {en: `${at(n).en}: the whole site, data included`, zh: `${at(n).zh}：整个站点，含数据`},
            value: mb,
            unit: "MB"
          })
        ])
      ]
    };
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

async function seconds(copy: string, runs: string): Promise<number> {
  const start = performance.now();
  await buildIn(copy, [], {SWEEPBOOK_RUNS: runs});
  return (performance.now() - start) / 1000;
}

/** What the pages of a built site weigh, compressed, and the whole site, as it lies. */
async function weights(dist: string): Promise<Omit<Built, "n" | "s">> {
  const pages = (await builtPages(dist)).map((path) => ({
    path,
    kB: gzipSync(readFileSync(join(dist, path))).length / 1000
  }));
  const heaviest = pages.reduce((a, b) => (b.kB > a.kB ? b : a));
  const files = readdirSync(dist, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  const homeKb = pages.find(({path}) => path === "index.html")!.kB;
  return {homeKb, heaviestKb: heaviest.kB, heaviest: heaviest.path, mb: bytes / 1e6};
}
