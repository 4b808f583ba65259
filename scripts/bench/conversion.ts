import {linkSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {median} from "d3-array";
import {packed} from "../../loaders/encoding.js";
import type {BenchFigure} from "../../src/model/bench.js";
import type {Text} from "../../src/model/text.js";
import {Converter, type Converted} from "./support/converter.js";
import {benchPython} from "./support/python-venv.js";
import {realResult, withTexts} from "./support/real-result.js";
import {figure, type Measured} from "./support/record.js";
import {ofRounds} from "./support/rounds.js";

const rounds = 7;
const copies = 100;

const forms = [
  {form: "plain", file: "result.json", what: {en: "one plain file", zh: "单个未压缩文件"}},
  {form: "gzip", file: "result.json.gz", what: {en: "one stored file, gzip", zh: "单个 gzip 存储文件"}},
  {form: "br", file: "result.json.br", what: {en: "one stored file, brotli", zh: "单个 brotli 存储文件"}}
] as const;

/** Tools that convert the same files; the goal is the largest ratio to them on a plain file. */
const peers = [
  {tool: "polars", name: "polars", forms: ["plain", "gzip", "br"], most: 1.2},
  {tool: "orjson", name: "orjson + pyarrow", forms: ["plain", "gzip", "br"], most: 1},
  {tool: "duckdb", name: "DuckDB", forms: ["plain", "gzip"], most: 1},
  {tool: "json", name: "json + pyarrow", forms: ["plain", "gzip"], most: 1}
] as const;

/** One large result and a hundred of it, from JSON to two Arrow tables, beside Python's usual ways on the same files. */
export async function bench(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-conversion-"));
  try {
    const real = realResult();
    const plain = withTexts(real);
    const at = (file: string): string => join(folder, file);
    writeFileSync(at("result.json"), plain);
    writeFileSync(at("result.json.gz"), packed(real.stored, "gzip"));
    writeFileSync(at("result.json.br"), packed(real.stored, "br"));
    const many = Array.from({length: copies}, (_, i) => at(`copy-${i}.json`));
    for (const path of many) linkSync(at("result.json"), path);
    const found = await benchPython();
    const skipped = "missing" in found ? [found.missing] : [];
    const figures: BenchFigure[] = [];
    for (const {form, file, what} of forms) {
      const ours = await oneFile(null, "scan", form, at(file));
      console.log(`  ${what.en}: this project ${ours.value.toFixed(1)} ms`);
      if ("python" in found)
        for (const {tool, name, forms: able, most} of peers) {
          if (!(able as readonly string[]).includes(form)) continue;
          const peer = await oneFile(found.python, tool, form, at(file));
          figures.push(
            figure({
              id: `${form}_against_${tool}_ms`,
              what: {en: `${what.en}, against ${name}`, zh: `${what.zh}，对比 ${name}`},
              value: ours.value,
              spread: ours.spread,
              unit: "ms",
              peer: {name: `${name} ${peer.version}`, value: peer.value},
              goal: form === "plain" ? most * peer.value : peer.value
            })
          );
        }
      else figures.push(figure({id: `${form}_ms`, what, value: ours.value, spread: ours.spread, unit: "ms"}));
    }
    const parse = await oneFile(null, "parse", "plain", at("result.json"));
    const scan = await oneFile(null, "scan", "plain", at("result.json"));
    figures.push(
      figure({
        id: "plain_against_json_parse_ms",
        what: {en: "one plain file, against JSON.parse and the same tables", zh: "单个未压缩文件，对比 JSON.parse"},
        value: scan.value,
        spread: scan.spread,
        unit: "ms",
        peer: {name: `JSON.parse, Node ${process.versions.node}`, value: parse.value}
      })
    );
    figures.push(...(await resident("python" in found ? found.python : null, at("result.json"))));
    figures.push(...(await hundred("python" in found ? found.python : null, many)));
    return {
      title: {en: "Conversion: vLLM JSON to Arrow", zh: "转换：vLLM JSON 到 Arrow"},
      conditions: [conditions(plain.length, real.stored.length), timing],
      skipped,
      figures
    };
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

const conditions = (plain: number, stored: number): Text => ({
  en: `A real result of 768 requests with 387,309 gaps (--save-detailed): plain ${plain.toLocaleString("en-US")} B with texts made up to the original's length, stored without texts (${stored.toLocaleString("en-US")} B before compression). ${copies} files are links to the plain one.`,
  zh: `一个真实结果，768 个请求、387,309 个间隔（--save-detailed）：未压缩 ${plain.toLocaleString("en-US")} B（文本按原长度补造），存储形式不含文本（压缩前 ${stored.toLocaleString("en-US")} B）。${copies} 个文件为其硬链接。`
});
const timing: Text = {
  en: `Timed: file in the page cache to a table of requests and one of gaps in memory, medians of ${rounds} rounds in a warm process; ${copies} files in fresh processes without their start; resident memory of a fresh process after one file.`,
  zh: `计时范围：页缓存中的文件到内存中的请求表与间隔表，热进程内 ${rounds} 轮的中位数；${copies} 个文件用新进程，不计启动；驻留内存为新进程转换一个文件之后。`
};

async function oneFile(
  python: string | null,
  tool: string,
  form: string,
  path: string
): Promise<{value: number; spread: number | null; version: string}> {
  const converter = await Converter.start(python, tool, form);
  try {
    await converter.convert(5, [path]);
    const {times} = checked(await converter.convert(rounds, [path]));
    return {...ofRounds(times), version: converter.version};
  } finally {
    await converter.end();
  }
}

/** All must have made the same tables. */
function checked(converted: Converted): Converted {
  if (converted.rows.join() !== "768,387309") throw new Error(`other rows than asked: ${converted.rows.join()}`);
  return converted;
}

async function resident(python: string | null, path: string): Promise<BenchFigure[]> {
  const of = async (from: string | null, tool: string): Promise<number> => {
    const converter = await Converter.start(from, tool, "plain");
    const {kib} = await converter.convert(1, [path]);
    await converter.end();
    return kib / 1024;
  };
  const peer = python === null ? null : {name: "polars", value: await of(python, "polars")};
  return [
    figure({
      id: "resident_mib",
      what: {en: "resident after one plain file", zh: "转换一个未压缩文件后的驻留内存"},
      value: await of(null, "scan"),
      unit: "MiB",
      peer,
      goal: 200
    })
  ];
}

/** A hundred files by one process and by two. */
async function hundred(python: string | null, files: readonly string[]): Promise<BenchFigure[]> {
  const by = async (from: string | null, tool: string, processes: number): Promise<number> => {
    const walls: number[] = [];
    for (let round = 0; round < 3; round++) {
      const converters = await Promise.all(Array.from({length: processes}, () => Converter.start(from, tool, "plain")));
      const start = performance.now();
      await Promise.all(
        converters.map((converter, k) =>
          converter.convert(
            1,
            files.filter((_, i) => i % processes === k)
          )
        )
      );
      walls.push((performance.now() - start) / 1000);
      await Promise.all(converters.map((converter) => converter.end()));
    }
    return median(walls)!;
  };
  const ours = [await by(null, "scan", 1), await by(null, "scan", 2)] as const;
  const figures: BenchFigure[] = [];
  for (const [i, processes] of [1, 2].entries()) {
    const others = python === null ? [] : peers.filter(({tool}) => tool === "polars" || tool === "orjson");
    for (const {tool, name} of others) {
      figures.push(
        figure({
          id: `hundred_${processes}_against_${tool}_s`,
          what: {
            en: `${copies} plain files, ${processes === 1 ? "one process" : "two processes"}, against ${name}`,
            zh: `${copies} 个未压缩文件，${processes === 1 ? "一个" : "两个"}进程，对比 ${name}`
          },
          value: ours[i]!,
          unit: "s",
          peer: {name, value: await by(python, tool, processes)}
        })
      );
    }
  }
  return [
    ...figures,
    figure({
      id: "two_over_one_x",
      what: {en: "two processes over one: times as fast", zh: "两个进程相对一个的加速"},
      value: ours[0] / ours[1],
      unit: "x",
      better: "higher",
      goal: 1.8
    })
  ];
}
