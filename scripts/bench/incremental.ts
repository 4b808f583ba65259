import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {execa} from "execa";
import type {BenchFigure} from "../../src/model/bench.js";
import {bundleInto} from "../web/code.js";
import {line} from "./support/fit.js";
import {GrownStore} from "./support/grown-store.js";
import {figure, type Measured} from "./support/record.js";

const pointsEach = 10;
const sizes = [10, 100, 1000];

interface Prepared {
  readonly s: number;
  readonly read: number;
  readonly mib: number;
}

/**
 * The data step of a build, from raw files to all tables, as a store grows from 10 to 1,000 points: cold, after one run
 * more, and after nothing; each in a process of its own.
 */
export async function bench(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-incremental-"));
  await bundleInto(code, {"prepare-once": join(import.meta.dirname, "support/prepare-once.ts")}); // as a build does
  try {
    const store = new GrownStore(folder, pointsEach);
    const cold: {n: number; s: number; mib: number}[] = [];
    const figures: BenchFigure[] = [];
    let warm: {more: Prepared; same: Prepared} | null = null;
    for (const n of sizes) {
      const at = (name: string): string => join(folder, `${name}-${n}`);
      const again = (): Promise<Prepared> => prepared(at("runs"), at("cache"), at("out"));
      store.grow(at("runs"), 0, n / pointsEach);
      const {s, mib} = await again();
      console.log(`  ${n} points: ${s.toFixed(1)} s, ${mib.toFixed(0)} MiB`);
      cold.push({n, s, mib});
      if (n !== sizes.at(-1)) continue;
      await again(); // what was written just now is hashed once more
      store.grow(at("runs"), n / pointsEach, n / pointsEach + 1);
      const more = await again();
      if (more.read !== 1) throw new Error(`read ${more.read} runs, one was added`);
      warm = {more, same: await again()};
    }
    const fit = line(cold);
    const last = cold.at(-1)!;
    figures.push(
      figure({
        id: "cold_s",
        what: {en: "1,000 points, cold", zh: "1,000 个点，冷启动"},
        value: last.s,
        unit: "s",
        goal: 60
      }),
      figure({
        id: "cold_resident_mib",
        what: {en: "1,000 points, cold: most resident memory", zh: "1,000 个点，冷启动：最大驻留内存"},
        value: last.mib,
        unit: "MiB",
        goal: 1024
      }),
      figure({
        id: "one_more_s",
        what: {en: "the same after one run more", zh: "同上，新增一个运行之后"},
        value: warm!.more.s,
        unit: "s",
        goal: 8
      }),
      figure({
        id: "one_more_resident_mib",
        what: {en: "after one run more: most resident memory", zh: "新增一个运行之后：最大驻留内存"},
        value: warm!.more.mib,
        unit: "MiB",
        goal: 1024
      }),
      figure({
        id: "same_s",
        what: {en: "the same after nothing", zh: "同上，无任何变化"},
        value: warm!.same.s,
        unit: "s"
      }),
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
      ...cold
        .slice(0, -1)
        .map(({n, s}) =>
          figure({id: `cold_${n}_s`, what: {en: `${n} points, cold`, zh: `${n} 个点，冷启动`}, value: s, unit: "s"})
        )
    );
    const gb = ((store.plainBytes * last.n) / 1e9).toFixed(1);
    return {
      title: {en: "Incremental loading", zh: "增量载入"},
      conditions: [
        {
          en: `From raw files to all tables of the report (Arrow and CSV); the pages come on top. A store of runs of ${pointsEach} points, each a real result of 768 requests and 387,309 gaps in one of 8 orders, gzip; ${gb} GB before compression at 1,000 points. Line: ${fit.intercept.toFixed(2)} s + ${(1000 * fit.slope).toFixed(1)} ms a point.`,
          zh: `从原始文件到报告的全部表（Arrow 与 CSV），页面另计。存储由每个 ${pointsEach} 点的运行组成，每点为一个真实结果（768 个请求、387,309 个间隔，共 8 种顺序），gzip；1,000 点压缩前共 ${gb} GB。拟合直线：${fit.intercept.toFixed(2)} s + 每点 ${(1000 * fit.slope).toFixed(1)} ms。`
        }
      ],
      figures
    };
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

const code = ".cache/bench-code";

async function prepared(...folders: readonly [string, string, string]): Promise<Prepared> {
  const {stdout} = await execa(process.execPath, [join(code, "prepare-once.mjs"), ...folders]);
  return JSON.parse(stdout) as Prepared;
}
