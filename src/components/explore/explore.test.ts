import {JSDOM} from "jsdom";
import {beforeAll, describe, expect, it, test} from "vitest";
import {realDataset} from "../../../loaders/testing/real.js";
import {maxConcurrency, requestsOf} from "../../model/max-concurrency.js";
import {langs} from "../../model/text.js";
import {svgSource} from "../figure.js";
import {exploreModelOf} from "../blocks/explore.js";
import type {ExploreModel} from "./model.js";
import {pack, unpack} from "./pack.js";
import {roundLimits} from "./request-aggregate.js";
import {sloCells} from "./slo.js";
import {defaultState, fromQuery, shown, toQuery, type ExploreState} from "./state.js";
import type {ExploreEnv} from "./view.js";
import {exploreViews} from "./views.js";

const data = realDataset();
const {document} = new JSDOM("<!doctype html>").window;
let model: ExploreModel;
beforeAll(() => {
  model = exploreModelOf(data);
});

const env = (change: Partial<ExploreState> = {}, lang: "en" | "zh" = "en"): ExploreEnv => {
  const state = {...defaultState(model), ...change};
  return {model, state, points: shown(model, state), lang, document};
};

test("every usable measured point is there once, with its own value", () => {
  const usable = data.points.filter((point) => point.status === "ok" && point.kind === "measured");
  const measured = model.points.filter((point) => point.kind === "measured");
  expect(measured.map(({id}) => id).sort()).toEqual(usable.map(({point_id}) => point_id).sort());
  const [row, point] = [usable[0]!, measured.find(({id}) => id === usable[0]!.point_id)!];
  expect(point.values.output_tokens_per_s![0]).toBe(row.output_tokens_per_s);
  expect(new Set(model.points.map(({id}) => id)).size).toBe(model.points.length);
});

test("counts within limits are those of a request by request count", () => {
  const point = model.points.find(({requests}) => requests !== null && requests.n > 100)!;
  const requests = requestsOf(data).get(point.id)!;
  const {ttft_ms, tpot_ms} = model.slo;
  for (const [i, ttft] of ttft_ms.entries())
    for (const [j, tpot] of tpot_ms.entries()) {
      const met = requests.filter(
        (request) => request.ok && request.ttft_ms! <= ttft && (request.tpot_ms ?? 0) <= tpot
      ).length;
      expect(point.requests!.met[i * tpot_ms.length + j]).toBe(met);
    }
});

test("a TTFT limit alone gives the concurrency that the model's own search finds", () => {
  const own = env({share: 0.9});
  const key = "measured h100-80gb-sxmx1 bf16 qwen2.5-7b_2048-512";
  const points = own.points.filter((point) => point.series === key && point.concurrency !== null);
  const ids = new Set(points.map(({id}) => id));
  const rows = data.points.filter(({point_id}) => ids.has(point_id));
  const loosest = model.slo.tpot_ms.at(-1)!;
  const cells = sloCells(own, points).filter(({tpot_ms}) => tpot_ms === loosest);
  expect(cells.length).toBeGreaterThan(3);
  for (const {ttft_ms, passes, fails} of cells) {
    const found = maxConcurrency(data, rows, {metric: "ttft", percentile: 0.9, limit_ms: ttft_ms});
    expect({passes, fails}).toEqual({passes: found.passes, fails: found.fails});
  }
});

test("limits are round, span what was seen, and are few", () => {
  expect(roundLimits(3.7, 45)).toEqual([2, 5, 10, 20, 50]);
  expect(roundLimits(12, 40)).toEqual([10, 15, 20, 30, 50]);
  const wide = roundLimits(0.3, 90_000);
  expect(wide.length).toBeLessThanOrEqual(10);
  expect(wide.at(-1)).toBe(100_000);
});

test("the packed model draws the same pictures", () => {
  const again = unpack(pack(model));
  expect(again.points.length).toBe(model.points.length);
  const state = defaultState(model);
  for (const view of exploreViews) {
    const [a, b] = [model, again].map((one) =>
      view.build({model: one, state, points: shown(one, state), lang: "en", document})
    );
    expect("empty" in b! ? b.empty : b!.title).toBe("empty" in a! ? a.empty : a!.title);
  }
});

test("the URL says what differs from the default, and nothing else", () => {
  expect(toQuery(model, defaultState(model))).toBe("");
  const state: ExploreState = {
    ...defaultState(model),
    gpu: ["h100-80gb-sxmx1"],
    kind: [],
    share: 0.99,
    cell: "share",
    latency: "e2e_ms",
    selected: [model.points[3]!.id, model.points[7]!.id]
  };
  const query = toQuery(model, state);
  expect(query).not.toContain("workload");
  expect(fromQuery(model, `?${query}`)).toEqual(state);
});

test("a URL of another build, or of a hostile mind, falls back to the default", () => {
  const state = fromQuery(model, "?gpu=nowhere&share=7&cell=%3Cscript%3E&latency=x&series=y&currency=ZZZ&selected=z");
  expect(state).toEqual({...defaultState(model), gpu: []});
});

describe.each(exploreViews.map((view) => [view.id, view] as const))("%s", (_id, view) => {
  it.each(langs)("draws the default without a missing value, in %s", (lang) => {
    const built = view.build(env({}, lang));
    if ("empty" in built) throw new Error(built.empty);
    const svg = svgSource(built).replace(/<style.*?<\/style>/gs, "");
    const words = [built.title, built.subtitle, built.alt, built.source, built.method.source, svg].join("\n");
    expect(words).not.toMatch(/NaN|undefined|\bnull\b|Infinity|\[object/);
    expect(built.title.length).toBeLessThanOrEqual(100);
    const names = built.table.columns.map(({name}) => name);
    for (const row of built.table.rows) expect(names.filter((name) => row[name] === undefined)).toEqual([]);
  });

  it("tells which point each mark stands for", () => {
    const built = view.build(env());
    if ("empty" in built) throw new Error(built.empty);
    const indices = [...built.svg.querySelectorAll("[data-points]")].flatMap((mark) =>
      mark.getAttribute("data-points")!.split(" ").filter(Boolean).map(Number)
    );
    const known = new Set(env().points.map(({index}) => index));
    expect(indices.length).toBeGreaterThan(0);
    expect(indices.filter((index) => !known.has(index))).toEqual([]);
  });

  it("says that nothing passes the filters", () => {
    expect(view.build(env({gpu: []}))).toHaveProperty("empty");
  });

  it("draws every workload and kind at once", () => {
    const all = env({workload: model.workloads.map(({key}) => key), kind: model.kinds});
    expect(view.build(all)).not.toHaveProperty("empty");
  });
});
