import {JSDOM} from "jsdom";
import {describe, expect, it} from "vitest";
import {realDataset} from "../../../loaders/testing/real.js";
import {loadValidation} from "../../../loaders/validation.js";
import type {Dataset} from "../../model/dataset.js";
import {langs, type Lang} from "../../model/text.js";
import type {Block} from "./block.js";
import {calibrationTable} from "./calibration.js";
import {predictionsAnswer, predictionTable} from "./predictions.js";
import {validationError, validationFindings} from "./validation.js";

const root = new URL("../../..", import.meta.url).pathname;
const data = realDataset();
const validation = loadValidation(root).rows;
const {document} = new JSDOM("<!doctype html>").window;
const blocks = [predictionsAnswer, predictionTable, validationError, validationFindings, calibrationTable];

const source = (block: Block, lang: Lang = "en", from: Dataset = data): string =>
  block.build({data: from, lang, document, validation}).source;
const parsed = (html: string): Document => new JSDOM(html).window.document;
const values = (html: string): string[] => [...html.matchAll(/<data [^>]*value="([^"]*)"/g)].map((match) => match[1]!);

describe.each(blocks.map((block) => [block.id, block] as const))("%s", (_id, block) => {
  it.each(langs)("prints no missing value, in %s", (lang) => {
    expect(source(block, lang)).not.toMatch(/NaN|undefined|\bnull\b|Infinity|\[object/);
  });

  it("gives the same numbers in both languages", () => {
    expect(values(source(block, "zh"))).toEqual(values(source(block, "en")));
  });

  it("punctuates Chinese in full width", () => {
    const text = parsed(source(block, "zh")).body.textContent ?? "";
    expect(text).not.toMatch(/[\u3400-\u9fff]\s*[,;:()?]|[,;:(]\s*[\u3400-\u9fff]|\)[\u3400-\u9fff]/);
  });
});

it("says in one sentence how far the printed TPOT are from the predictions, and follows the data", () => {
  // Twice the time at half the rate: the same number of streams.
  const published = data.published.map((row) => ({
    ...row,
    tpot_ms: row.tpot_ms === null ? null : 2 * row.tpot_ms,
    throughput_tokens_per_s: row.throughput_tokens_per_s === null ? null : row.throughput_tokens_per_s / 2
  }));
  const [before, after] = [source(predictionsAnswer), source(predictionsAnswer, "en", {...data, published})].map(
    (html) => Number(/TPOT are ([\d.]+)/.exec(html)?.[1])
  );
  expect(after! / before!).toBeCloseTo(2, 1);
});

it("predicts what it can without any run, and says that nothing was validated", () => {
  const bare = {...data, points: [], requests: [], servers: [], telemetry: [], itl: []};
  expect(source(predictionsAnswer, "en", bare)).toContain("was not validated");
  expect(values(source(predictionTable, "en", bare)).length).toBeGreaterThan(200);
  expect(source(validationError, "en", bare)).toContain("npm run validate");
});

it("predicts nothing of a model whose config is not at hand", () => {
  const unknown = {...data, models: []};
  expect(source(predictionsAnswer, "en", unknown)).toContain("nothing can be predicted");
  expect(source(predictionTable, "en", unknown)).toContain("Nothing could be predicted");
});

it("shows an interval with every predicted time, throughput, power and concurrency", () => {
  const bare = [...parsed(source(predictionTable)).querySelectorAll(".entry.predicted")].filter(
    (entry) => entry.querySelector(".interval") === null
  );
  const columns = new Set(bare.map((entry) => entry.closest("td")?.cellIndex));
  expect(columns.size).toBe(1); // the cache's highest share, which follows from the load
});

it("marks a GPU that the fit has seen", () => {
  const rows = [...parsed(source(predictionTable)).querySelectorAll("tr[data-configuration]")];
  const marked = new Set(
    rows
      .filter((row) => row.querySelector("th")!.textContent.includes("†"))
      .map((row) => row.getAttribute("data-configuration"))
  );
  expect([...marked]).toContain("h100-80gb-sxm-x1");
  expect([...marked]).not.toContain("a10g-x1");
});

it("states a missed goal as missed", () => {
  const off = validation.map((row) => (row.split === "model" ? {...row, predicted: row.predicted * 1.5} : row));
  const html = validationFindings.build({data, lang: "en", document, validation: off}).source;
  expect(html).toContain("Goal missed: TPOT p50 without a model");
  const narrow = validation.map((row) =>
    row.split === "model" ? {...row, lo: row.predicted, hi: row.predicted} : row
  );
  expect(validationFindings.build({data, lang: "en", document, validation: narrow}).source).toContain(
    "Too sure: TPOT p50 without a model"
  );
});

it("says of a parameter that no measurement moved that the data told nothing", () => {
  const rows = [...parsed(source(calibrationTable)).querySelectorAll("tbody tr")];
  const told = new Map(
    rows.map((row) => [
      row.querySelector("code")!.textContent,
      Number(row.querySelector("td:nth-child(6) data")!.getAttribute("value"))
    ])
  );
  expect(told.get("expertLayer")).toBe(0); // no model with experts was measured
  expect(told.get("layerMs")).toBeGreaterThan(0.5);
});

it("holds predictions against a GPU that was measured after the fit", () => {
  expect(source(predictionsAnswer)).not.toContain("not in the fit: Instinct MI300X");
  const points = data.points.map((point) => ({
    ...point,
    point_id: point.point_id.replace("measured/", "measured/mi300x-"),
    run: `mi300x-${point.run}`,
    gpu: "mi300x",
    ttft_p50_ms: point.ttft_p50_ms! * 5,
    tpot_p50_ms: point.tpot_p50_ms! * 5,
    e2e_p50_ms: point.e2e_p50_ms! * 5,
    output_tokens_per_s: point.output_tokens_per_s! / 5
  }));
  const html = source(predictionsAnswer, "en", {...data, points: [...data.points, ...points]});
  // An MI300X at a fifth of an H100: the predictions, which know its bandwidth, miss all but the power.
  expect(html).toMatch(/not in the fit: Instinct MI300X.*; \d+ of \d+ numbers lie in their intervals/);
  const [inside, all] = /; (\d+) of (\d+) numbers/.exec(html)!.slice(1).map(Number);
  expect(inside).toBeLessThan(all! / 2);
});
