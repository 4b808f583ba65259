import * as fc from "fast-check";
import {expect, test} from "vitest";
import {assume, defaultAssumptions} from "../assumptions.js";
import type {Dataset} from "../dataset.js";
import type {PublishedRow} from "../tables/published.js";
import {alterations} from "./fixtures/alterations.js";
import {articleDataset, point, withPoints, withRow} from "./fixtures/article-dataset.js";
import {claimsOf, judge} from "./judge.js";
import {reasons} from "./verdict.js";

const printed = articleDataset();
const claims = claimsOf(printed);
const outcomes = (d: Dataset, a = defaultAssumptions): Record<string, string> =>
  Object.fromEntries(judge(d, a).map(({id, verdict}) => [id, verdict]));

test("every assertion of the article has one claim, in the article's order", () => {
  expect(claims.map(({id}) => id)).toEqual(printed.article.assertions.map(({id}) => id));
  expect(Object.keys(alterations).sort()).toEqual(claims.map(({id}) => id).sort());
});

for (const claim of claims) {
  test(`${claim.id} is supported and refuted by the rows that should`, () => {
    const {supports, refutes} = alterations[claim.id]!;
    for (const [dataset, expected] of [
      [supports(printed), "supported"],
      [refutes(printed), "refuted"]
    ] as const) {
      const verdict = claim.judge(dataset);
      expect(verdict, verdict.because.en).toMatchObject({verdict: expected});
      expect(verdict.by).not.toBeNull();
      expect(verdict.strength).not.toBeNull();
      expect(verdict.inequality).not.toBeNull();
      expect(verdict.evidence.length).toBeGreaterThan(0);
    }
  });
}

test("texts stand in both languages, hold no hole, and put a no-break space before a unit", () => {
  for (const dataset of [printed, ...claims.flatMap(({id}) => Object.values(alterations[id]!).map((f) => f(printed)))])
    for (const {id, says, because, settles, reason, inequality} of judge(dataset)) {
      for (const text of [{en: says.en.replaceAll(" ", "\u00A0"), zh: says.zh}, because, settles])
        // says.en is the data's own
        for (const value of [text.en, text.zh]) {
          expect(value.trim().length, id).toBeGreaterThan(3);
          expect(value, id).not.toMatch(/undefined|NaN|null|Infinity|\[object/);
          expect(value, id).not.toMatch(/\d (ms|s|GB|GiB|%|tok\/s|CNY|W)\b/);
        }
      expect(because.zh, id).toMatch(/\p{Script=Han}/u);
      expect(says.zh, id).toMatch(/\p{Script=Han}/u);
      expect(reasons[reason]).toBeDefined();
      expect(inequality ?? "", id).not.toMatch(/undefined|NaN|null|Infinity/);
    }
});

test("both languages print the same numbers", () => {
  const numbers = (text: string): string[] => (text.match(/\d[\d,.]*\d|\d/g) ?? []).sort();
  for (const {id, because} of judge(printed)) {
    if (id === "gptq-quality" || id === "a100-best-single") continue; // word order repeats none, but "of 5" is worded apart
    const [en, zh] = [new Set(numbers(because.en)), new Set(numbers(because.zh))];
    for (const number of zh) expect(en, id).toContain(number);
  }
});

test("the article as printed: what fails on its own figures", () => {
  expect(outcomes(printed)).toMatchObject({
    "tp4-throughput-5x": "refuted",
    "cost-follows-inputs": "refuted",
    "slo-definition": "refuted",
    "scenario-command": "refuted",
    "gptq-quality": "not_testable",
    "a100-best-single": "supported"
  });
});

test("a claim that rests on the article alone says so, and names one run", () => {
  for (const verdict of judge(printed)) {
    if (verdict.verdict === "supported") expect(verdict.strength, verdict.id).toBe("self-consistent");
    if (verdict.by === "published") expect(verdict.n_runs, verdict.id).toBe(1);
  }
});

const scaled = (d: Dataset, factor: (row: PublishedRow) => Partial<PublishedRow>): Dataset => ({
  ...d,
  published: d.published.map((row) => ({...row, ...factor(row)}))
});
const times = (value: number | null, factor: number): number | null => (value === null ? null : value * factor);

test("multiplying all prices changes no ranking", () => {
  const amounts = new Set(["cost-lowest-tp4", "cost-follows-inputs"]); // these name an amount of money
  fc.assert(
    fc.property(fc.double({min: 0.01, max: 100, noNaN: true}), (k) => {
      const dearer = scaled(printed, (row) => ({price_cny_per_hour: times(row.price_cny_per_hour, k)}));
      const [before, after] = [outcomes(printed), outcomes(dearer)];
      for (const id of Object.keys(before)) if (!amounts.has(id)) expect(after[id], id).toBe(before[id]);
    }),
    {numRuns: 30}
  );
});

test("a change of the time unit changes no comparison", () => {
  const relative = [
    "a100-best-single",
    "a100-ttft-15pct",
    "tp4-throughput-5x",
    "tp4-near-linear",
    "gptq-faster",
    "throughput-is-max",
    "energy-a100-single",
    "energy-tp4-best",
    "cost-one-fifth",
    "4090d-near-a100"
  ];
  fc.assert(
    fc.property(fc.double({min: 0.5, max: 20, noNaN: true}), (k) => {
      const slower = scaled(printed, (row) => ({
        ttft_ms: times(row.ttft_ms, k),
        tpot_ms: times(row.tpot_ms, k),
        throughput_tokens_per_s: times(row.throughput_tokens_per_s, 1 / k)
      }));
      const [before, after] = [outcomes(printed), outcomes(slower)];
      for (const id of relative) expect(after[id], id).toBe(before[id]);
    }),
    {numRuns: 30}
  );
});

test("a wider spread between runs never decides what a narrower one left open, nor turns a verdict round", () => {
  const share = fc.double({min: 0, max: 0.4, noNaN: true});
  fc.assert(
    fc.property(share, share, (a, b) => {
      const [narrow, wide] = [
        outcomes(printed, assume({run_spread: Math.min(a, b)})),
        outcomes(printed, assume({run_spread: Math.max(a, b)}))
      ];
      for (const id of Object.keys(wide)) if (wide[id] !== "not_testable") expect(wide[id], id).toBe(narrow[id]);
    }),
    {numRuns: 40}
  );
});

test("the order of rows changes no verdict of any claim", () => {
  const order = fc.array(fc.double({noNaN: true}), {
    minLength: printed.published.length,
    maxLength: printed.published.length
  });
  const before = outcomes(printed);
  fc.assert(
    fc.property(order, (keys) => {
      const published = printed.published
        .map((row, i) => ({row, key: keys[i]!}))
        .sort((a, b) => a.key - b.key)
        .map(({row}) => row);
      const reversed = (list: Dataset["hardware"]): Dataset["hardware"] => list.toReversed();
      expect(outcomes({...printed, published, hardware: reversed(printed.hardware)})).toEqual(before);
    }),
    {numRuns: 20}
  );
});

test("a printed number on the threshold is no verdict: what rounds to it lies on both sides", () => {
  for (const [id, row, vram_peak_gb] of [
    ["gptq-under-10gb", "3.3/4090d-x1/gptq-int4", 10],
    ["gptq-fits-12gb", "3.3/4090d-x1/gptq-int4", 12],
    ["gptq-vram-halved", "3.3/4090d-x1/gptq-int4", 11.05],
    ["scenario-8k-context", "3.3/4090d-x1/gptq-int4", 13]
  ] as const)
    expect(outcomes(withRow(printed, row, {vram_peak_gb}))[id], id).toBe("not_testable");
});

test("what needs a price that the article does not give is not testable, with the break-even price", () => {
  const best = judge(printed).find(({id}) => id === "best-single-is-4090d-gptq")!;
  expect(best).toMatchObject({verdict: "not_testable", reason: "no_price", by: null});
  expect(best.because.en).toMatch(/A100 80.GB has no price.*breaks even at 1\.2.CNY\/h/); // 1.2 x 41 / 41
  const own = judge(printed).find(({id}) => id === "self-built-cheapest")!;
  expect(own).toMatchObject({verdict: "not_testable", reason: "underspecified"});
  expect(own.because.en).toContain("No card is priced both ways");
});

test("simulated points are no evidence, and imported ones only when the reader lets them count", () => {
  const fast = {
    gpus: 4,
    tensor_parallel: 4,
    concurrency: 1,
    tpot_p50_ms: 4,
    ttft_p50_ms: 50,
    n_requests: 700,
    n_failed: 0,
    n_completed: 700
  };
  const slow = {...fast, gpu: "a100-80gb-sxm", gpus: 1, tensor_parallel: 1, tpot_p50_ms: 25};
  const pair = (kind: string): Dataset =>
    withPoints(
      printed,
      point({...fast, kind, point_id: `${kind}/a/x#1`}),
      point({...slow, kind, run: "b", point_id: `${kind}/b/x#1`})
    );
  expect(judge(pair("simulated"))).toEqual(judge(printed));
  expect(outcomes(pair("imported"))).toEqual(outcomes(printed));
  expect(outcomes(pair("imported"), assume({count_imported: true}))["tp4-throughput-5x"]).toBe("supported");
  const measured = judge(pair("measured")).find(({id}) => id === "tp4-throughput-5x")!;
  expect(measured).toMatchObject({verdict: "supported", by: "measured", strength: "measured", n_runs: 1});
  expect(measured.evidence.some(({kind}) => kind === "measured")).toBe(true);
});

test("a hole in the data is never filled: any numbers may be missing and nothing throws", () => {
  const columns = [
    "ttft_ms",
    "tpot_ms",
    "throughput_tokens_per_s",
    "vram_peak_gb",
    "max_concurrency",
    "price_cny_per_hour",
    "power_w",
    "quality_score_of_5"
  ] as const;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(printed.published.length - 1), fc.constantFrom(...columns)), {maxLength: 12}),
      (holes) => {
        const published = printed.published.map((row) => ({...row}));
        for (const [i, column] of holes) published[i]![column] = null;
        for (const verdict of judge({...printed, published}))
          for (const one of verdict.evidence) expect(one.value).not.toBeNull();
      }
    ),
    {numRuns: 60}
  );
  const gone = judge(withRow(printed, "3.2/4090d-x4/fp16", {tpot_ms: null})).find(({id}) => id === "tp4-near-linear");
  expect(gone).toMatchObject({verdict: "not_testable", reason: "missing_data", by: null, strength: null});
  expect(
    judge({...printed, published: [], hardware: [], models: [], prices: []}).every(
      ({verdict}) => verdict === "not_testable"
    )
  ).toBe(true);
});

test("an assertion that nothing judges is said to be untested", () => {
  const article = {...printed.article, assertions: [{id: "new", where: "7", says: "it is quiet"}]};
  expect(judge({...printed, article})).toMatchObject([{id: "new", verdict: "not_testable", says: {en: "it is quiet"}}]);
});

test("the reader's assumptions move verdicts: reading of the limit, utilisation, price, electricity", () => {
  expect(outcomes(printed, assume({slo: {metric: "ttft"}}))).toMatchObject({
    "slo-definition": "not_testable",
    "scenario-p99": "not_testable"
  });
  expect(outcomes(printed, assume({utilisation: 0.1}))["self-built-cheapest"]).toBe("refuted");
  expect(outcomes(printed, assume({prices: {"rtx-4090dx1/CNY": 12}}))["self-built-cheapest"]).toBe("refuted");
  const watts = printed.hardware.find(({gpu}) => gpu === "rtx-4090d")!.board_power_w;
  expect(
    judge(printed, assume({electricity_price_per_kwh: 10})).find(({id}) => id === "best-single-is-4090d-gptq")!.because
      .en
  ).toContain(`breaks even at ${watts / 100}\u00A0CNY/h`); // the electricity alone is dearer than the source's hour
  for (const [price, verdict] of [
    [12, "supported"],
    [1.2, "not_testable"], // as dear a token: the interval crosses
    [1, "refuted"]
  ] as const)
    expect(outcomes(printed, assume({prices: {"a100-80gb-sxmx1/CNY": price}}))["best-single-is-4090d-gptq"]).toBe(
      verdict
    );
  expect(
    judge(printed, assume({prices: {"a100-80gb-sxmx1/CNY": 20}})).find(({id}) => id === "best-mid-is-4090d-x4")!.because
      .en
  ).not.toContain("no price");
});

test("what a verdict depends on is named, and nothing else moves it", () => {
  const fast = {
    gpus: 4,
    tensor_parallel: 4,
    n_requests: 700,
    n_failed: 0,
    n_completed: 700,
    tpot_p50_ms: 9,
    ttft_p50_ms: 50
  };
  const imported = withPoints(
    printed,
    ...[1, 16].flatMap((concurrency) => [
      point({
        ...fast,
        concurrency,
        kind: "imported",
        run: "a",
        point_id: `imported/a/c${concurrency}#1`,
        tpot_p50_ms: 8 + concurrency
      }),
      point({
        ...fast,
        concurrency,
        kind: "imported",
        run: "b",
        point_id: `imported/b/c${concurrency}#1`,
        gpu: "a100-80gb-sxm",
        gpus: 1,
        tpot_p50_ms: 30 + concurrency
      }),
      point({
        ...fast,
        concurrency,
        kind: "measured",
        run: "c",
        point_id: `measured/c/c${concurrency}#1`,
        gpu: "rtx-4090d",
        gpus: 1,
        tpot_p50_ms: 40 + concurrency
      }),
      point({
        ...fast,
        concurrency,
        kind: "measured",
        run: "d",
        point_id: `measured/d/c${concurrency}#1`,
        gpu: "a100-40gb-sxm",
        gpus: 1,
        tpot_p50_ms: 35 + concurrency
      })
    ])
  );
  const moved = {
    prices: assume({
      prices: {
        "rtx-4090dx1/CNY": 3,
        "rtx-4090dx4/CNY": 9,
        "a10gx1/CNY": 1,
        "a100-40gb-sxmx1/CNY": 2,
        "a100-80gb-sxmx1/CNY": 2
      }
    }),
    slo: assume({slo: {metric: "ttft"}}),
    utilisation: assume({utilisation: 0.3}),
    electricity_price_per_kwh: assume({electricity_price_per_kwh: 9}),
    run_spread: assume({run_spread: 0.3}),
    load: assume({load: {concurrency: 1}}),
    count_imported: assume({count_imported: true}),
    readings: assume({
      readings: {about_share: 0.1, close_share: 0.9, almost_share: 0.5, linear_share: 0.5, far_ratio: 9}
    })
  };
  expect(Object.keys(moved).sort()).toEqual(Object.keys(defaultAssumptions).sort());
  for (const dataset of [printed, imported]) {
    const before = judge(dataset);
    for (const [name, assumptions] of Object.entries(moved))
      judge(dataset, assumptions).forEach((after, i) => {
        if (JSON.stringify(after) !== JSON.stringify(before[i]))
          expect(after.depends_on, `${after.id} moves with ${name}`).toContain(name);
      });
  }
});
