import {gzipSync} from "node:zlib";
import {JSDOM} from "jsdom";
import {describe, expect, it} from "vitest";
import {loadForetold} from "../../../loaders/foretold.js";
import {realDataset} from "../../../loaders/testing/real.js";
import {loadValidation} from "../../../loaders/validation.js";
import type {Dataset} from "../../model/dataset.js";
import {scopeOfStudy} from "../../model/scope.js";
import {sampleFloor} from "../../model/statistics/sample-floor.js";
import type {StudyAsks} from "../../model/study.js";
import {langs, type Lang} from "../../model/text.js";
import {svgSource} from "../figure.js";
import type {Figure, FigureView} from "../view.js";
import {figures} from "./index.js";

const root = new URL("../../..", import.meta.url).pathname;
const data = realDataset();
const validation = loadValidation(root).rows;
const foretold = loadForetold(root);
const {document} = new JSDOM("<!doctype html>").window;

function build(figure: Figure, lang: Lang, from: Dataset = data): FigureView {
  const view = figure.build({data: from, lang, document, validation, foretold});
  if ("empty" in view) throw new Error(`${figure.id} is empty: ${view.empty}`);
  return view;
}

const views = new Map<string, FigureView>();

/** Of the measured runs, drawn once for all tests that read it. */
function drawn(figure: Figure, lang: Lang): FigureView {
  const key = `${figure.id} ${lang}`;
  const view = views.get(key) ?? build(figure, lang);
  views.set(key, view);
  return view;
}

/** Everything that a reader reads outside the image and the cells. */
function texts(view: FigureView): string[] {
  const {title, subtitle, alt, source, method, table} = view;
  return [title, subtitle, alt, source, method.source, table.caption, ...table.columns.map((column) => column.label)];
}

const imageTexts = (view: FigureView): string[] =>
  [...view.svg.querySelectorAll("text")].map((text) => text.textContent ?? "");
const numbers = (words: readonly string[]): string[] =>
  words.flatMap((word) => word.match(/\d[\d,.]*\d|\d/g) ?? []).sort();

it("has one figure for each id", () => {
  expect(figures.map((figure) => figure.id).sort()).toEqual(
    [
      "compare-forest",
      "compare-slope",
      "cost-price",
      "cost-printed",
      "ecdf",
      "energy",
      "energy-printed",
      "foretold",
      "itl",
      "memory",
      "pareto",
      "predicted",
      "published-bound",
      "scaling",
      "sweep",
      "timeline",
      "tpot-bound",
      "validation"
    ].sort()
  );
});

const changed = withOtherNumbers(data);
const doubled = withSecondGpu(data);

describe.each(figures.map((figure) => [figure.id, figure] as const))("%s, on the measured runs", (_id, figure) => {
  it.each(langs)("prints no missing value and no colour of its own, in %s", (lang) => {
    const view = drawn(figure, lang);
    const svg = svgSource(view).replace(/<style.*?<\/style>/gs, "");
    expect([...texts(view), svg].join("\n")).not.toMatch(/NaN|undefined|\bnull\b|Infinity|\[object/);
    expect(svg).not.toMatch(/#[0-9a-f]{3,8}\b|rgb\(|hsl\(/i);
    expect(svg.match(/(?:fill|stroke)="(?!none"|currentColor"|var\(--|transparent")[^"]*"/g) ?? []).toEqual([]);
  });

  it("keeps its title short, its letters legible and its image small", () => {
    const view = drawn(figure, "en");
    const svg = svgSource(view);
    expect(view.title.length).toBeLessThanOrEqual(90);
    const sizes = [...svg.matchAll(/font-size: (\d+)px/g)].map((match) => Number(match[1]));
    expect(sizes.length).toBeGreaterThan(0);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
    expect(gzipSync(svg).length).toBeLessThan(12_000);
  });

  it("is a pure function of the data", () => {
    expect(svgSource(build(figure, "en"))).toBe(svgSource(drawn(figure, "en")));
  });

  it("says the same numbers in both languages", () => {
    const [en, zh] = [drawn(figure, "en"), drawn(figure, "zh")];
    expect(numbers([zh.title])).toEqual(numbers([en.title]));
    expect(numbers([zh.subtitle])).toEqual(numbers([en.subtitle]));
    expect(numbers([zh.alt])).toEqual(numbers([en.alt]));
    expect(numbers(imageTexts(zh))).toEqual(numbers(imageTexts(en)));
    expect(zh.table.rows).toEqual(en.table.rows);
    expect(zh.table.columns.map((column) => column.name)).toEqual(en.table.columns.map((column) => column.name));
  });

  it("punctuates Chinese in full width", () => {
    const view = drawn(figure, "zh");
    const han = String.raw`[\u3400-\u9fff]`;
    for (const words of [...texts(view), ...imageTexts(view)])
      expect(words).not.toMatch(new RegExp(`${han}\\s*[,;:()?]|[,;:(]\\s*${han}|\\)${han}|,(?=[^\\s\\d])`));
  });

  it("tells the table's names in snake_case, one cell a column, and no more rows than a reader takes in", () => {
    const {table} = drawn(figure, "en");
    const names = table.columns.map((column) => column.name);
    expect(table.rows.length).toBeGreaterThan(0);
    expect(table.rows.length).toBeLessThanOrEqual(60);
    expect(names.filter((name) => !/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name))).toEqual([]);
    for (const row of [...table.rows, ...(table.fileRows ?? [])].slice(0, 200))
      expect(names.filter((name) => row[name] === undefined)).toEqual([]);
  });

  it("has a title that follows the data", () => {
    expect(build(figure, "en", changed).title).not.toBe(drawn(figure, "en").title);
  });

  it.each(langs)("says what to run when there is nothing to draw, in %s", (lang) => {
    const view = figure.build({
      data: {...data, points: [], requests: [], itl: [], telemetry: [], servers: [], published: []},
      lang,
      document,
      validation
    });
    expect("empty" in view && view.empty.length).toBeGreaterThan(10);
  });

  it("never draws a simulated point", () => {
    const simulated = {
      ...data,
      points: data.points.map((point) => ({...point, kind: "simulated"})),
      servers: data.servers.map((server) => ({...server, kind: "simulated"}))
    };
    const view = figure.build({data: simulated, lang: "en", document, validation, foretold});
    if (!("empty" in view)) expect(view.kinds).not.toContain("measured");
  });

  it("draws a second measured GPU under its own name", () => {
    const view = build(figure, "en", doubled);
    expect(svgSource(view)).not.toMatch(/NaN|undefined/);
    expect(view.title.length).toBeLessThanOrEqual(100);
    if (["pareto", "sweep", "tpot-bound", "energy", "published-bound"].includes(figure.id))
      expect(imageTexts(view).join(" ")).toContain("H200");
  });
});

it("gives no p99 below its sample floor", () => {
  const ecdf = build(
    figures.find((figure) => figure.id === "ecdf")!,
    "en"
  );
  const tails = ecdf.table.rows.filter((row) => row["share"] === 0.99);
  expect(tails.some((row) => row["ttft_ms"] === null) && tails.some((row) => row["ttft_ms"] !== null)).toBe(true);
  for (const row of tails) expect(row["ttft_ms"] === null).toBe(Number(row["n_completed"]) < sampleFloor(0.99));
});

/** Other numbers everywhere, each kind by its own factor, so that ratios change too. */
function withOtherNumbers(from: Dataset): Dataset {
  const scale = <R extends object>(rows: readonly R[], factor: number, names: RegExp): R[] =>
    rows.map(
      (row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            typeof value === "number" && names.test(name) ? value * factor : value
          ])
        ) as R
    );
  const first = from.points.map((point, i) =>
    i % 2 === 0 ? scale([point], 1.7, /tokens_per_s|_ms|energy_j|power_mean/)[0]! : point
  );
  return {
    ...from,
    points: first,
    requests: scale(from.requests, 1.7, /_ms$/),
    itl: from.itl.map((row) => ({...row, gt_ms: row.gt_ms * 1.7, le_ms: row.le_ms * 1.7})),
    servers: scale(from.servers, 0.6, /kv_cache_gib/),
    published: scale(from.published, 1.7, /tpot_ms|cost_cny|tokens_per_s_per_w/)
  };
}

/** The same runs once more, as if an H200 had measured them a fifth faster. */
function withSecondGpu(from: Dataset): Dataset {
  const id = (text: string): string => text.replace("measured/", "measured/h200-");
  return {
    ...from,
    points: [
      ...from.points,
      ...from.points.map((point) => ({
        ...point,
        point_id: id(point.point_id),
        run: `h200-${point.run}`,
        gpu: "h200-141gb-sxm",
        output_tokens_per_s: point.output_tokens_per_s! * 1.2,
        tpot_p50_ms: point.tpot_p50_ms! / 1.2
      }))
    ],
    servers: [
      ...from.servers,
      ...from.servers.map((server) => ({...server, server_id: id(server.server_id), gpu: "h200-141gb-sxm"}))
    ]
  };
}

it("marks what a study's figures show by its kind: imported and simulated points never pass for measured", () => {
  const asks = {
    model: "qwen2.5-7b",
    gpus: [{gpu: "h100-80gb-sxm", gpus: 1}],
    precisions: ["bf16"],
    load: {input_tokens: 2048, output_tokens: 512, concurrency: [1, 16]},
    slo: {metric: "e2e", percentile: 0.99, limit_ms: 3000},
    prices: [],
    figures: []
  } as const satisfies StudyAsks;
  for (const kind of ["imported", "simulated"] as const) {
    const other = {...data, points: data.points.map((point) => ({...point, kind}))};
    const scope = scopeOfStudy(other, {name: "s", asks});
    for (const figure of figures) {
      const view = figure.build({data: scope, lang: "en", document, validation, foretold});
      if ("empty" in view || figure.id === "validation") continue;
      expect(view.kinds, figure.id).not.toContain("measured");
      for (const row of [...view.table.rows, ...(view.table.fileRows ?? [])])
        expect(row["kind"], figure.id).not.toBe("measured");
    }
  }
});
