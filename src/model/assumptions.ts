import {Problem} from "./problem.js";
import type {Text} from "./text.js";
import type {Unit} from "./units.js";

/** A latency limit of the reader: "99 % of requests under 3 s, first to last token". */
export interface Slo {
  /** Which latency; it also decides how a limit that names none is read. */
  readonly metric: "ttft" | "tpot" | "e2e";
  /** Share of requests that must meet the limit, such as 0.99. */
  readonly percentile: number;
  readonly limit_ms: number;
}

/** How words of a claim are read as numbers, so that a reader may read them otherwise. */
interface Readings {
  /** "about x": within this share of x. */
  readonly about_share: number;
  /** "comes close to": at least this share of the other. */
  readonly close_share: number;
  /** "almost kept": at least this share of the original. */
  readonly almost_share: number;
  /** "almost linear": at least this share of the number of cards. */
  readonly linear_share: number;
  /** "by far", "far better": at least this many times. */
  readonly far_ratio: number;
}

/** What the reader brings and no data set holds; every claim and cost is a function of the data and of these. */
export interface Assumptions {
  /** Price per GPU-hour by `<gpu>x<gpus>/<currency>`, for example `a100-80gb-sxmx1/CNY`; where absent, the source's own price stands. */
  readonly prices: Readonly<Record<string, number>>;
  readonly slo: Slo;
  /** Share of the paid time that serves load, in (0, 1]. Rented machines are taken as returned when idle. */
  readonly utilisation: number;
  /** Per kWh, in the currency of the self-built machine's price; null: the source's hourly price holds it. */
  readonly electricity_price_per_kwh: number | null;
  /** How far two runs of one configuration may lie apart: 0.05 is 5 %. */
  readonly run_spread: number;
  readonly load: {readonly input_tokens: number; readonly output_tokens: number; readonly concurrency: number};
  /** True lets results that another tool wrote count as evidence beside our own measurements. */
  readonly count_imported: boolean;
  readonly readings: Readings;
}

export type AssumptionName = keyof Assumptions;

export const defaultAssumptions: Assumptions = {
  prices: {},
  slo: {metric: "e2e", percentile: 0.99, limit_ms: 3000},
  utilisation: 1,
  electricity_price_per_kwh: null,
  run_spread: 0.05,
  load: {input_tokens: 2048, output_tokens: 512, concurrency: 16},
  count_imported: false,
  readings: {about_share: 1 / 3, close_share: 0.8, almost_share: 0.9, linear_share: 0.8, far_ratio: 2}
};

/** One number that a control may set. */
interface AssumptionField {
  readonly label: Text;
  readonly unit: Unit | null;
  readonly min: number;
  readonly max: number;
}

/** Every number among the assumptions by its path, with its range; the controls, the URL and the parser share it. */
export const assumptionFields = {
  price_per_gpu_h: {label: {en: "Price per GPU-hour", zh: "每卡小时价格"}, unit: null, min: 0, max: 10_000},
  "slo.percentile": {label: {en: "Share of requests in time", zh: "达标请求占比"}, unit: "share", min: 0.5, max: 0.999},
  "slo.limit_ms": {label: {en: "Latency limit", zh: "时延限值"}, unit: "ms", min: 1, max: 3_600_000},
  utilisation: {label: {en: "Utilisation", zh: "利用率"}, unit: "share", min: 0.01, max: 1},
  electricity_price_per_kwh: {
    label: {en: "Electricity price per kWh", zh: "每千瓦时电价"},
    unit: null,
    min: 0,
    max: 10
  },
  run_spread: {label: {en: "Spread between runs", zh: "运行间差异"}, unit: "share", min: 0, max: 0.5},
  "load.input_tokens": {label: {en: "Input tokens", zh: "输入 token"}, unit: "tokens", min: 1, max: 1_000_000},
  "load.output_tokens": {label: {en: "Output tokens", zh: "输出 token"}, unit: "tokens", min: 2, max: 1_000_000},
  "load.concurrency": {label: {en: "Users at once", zh: "同时用户数"}, unit: "requests", min: 1, max: 100_000},
  "readings.about_share": {
    label: {en: "“About” means within", zh: "“约”指相差不超过"},
    unit: "share",
    min: 0.01,
    max: 0.5
  },
  "readings.close_share": {
    label: {en: "“Close” means at least", zh: "“接近”指至少达到"},
    unit: "share",
    min: 0.5,
    max: 1
  },
  "readings.almost_share": {
    label: {en: "“Almost kept” means at least", zh: "“基本保持”指至少达到"},
    unit: "share",
    min: 0.5,
    max: 1
  },
  "readings.linear_share": {
    label: {en: "“Almost linear” means at least", zh: "“接近线性”指至少达到"},
    unit: "share",
    min: 0.5,
    max: 1
  },
  "readings.far_ratio": {label: {en: "“By far” means at least", zh: "“远优于”指至少倍数"}, unit: null, min: 1, max: 100}
} as const satisfies Record<string, AssumptionField>;

/** Assumptions as a reader, a URL or a file gives them: any part may be missing. */
export interface AssumptionsInput {
  readonly prices?: Readonly<Record<string, number>>;
  readonly slo?: Partial<Slo>;
  readonly utilisation?: number;
  readonly electricity_price_per_kwh?: number | null;
  readonly run_spread?: number;
  readonly load?: Partial<Assumptions["load"]>;
  readonly count_imported?: boolean;
  readonly readings?: Partial<Readings>;
}

/**
 * Fills in what is missing and refuses what is out of range, with the value and the range.
 * @param base what stands where the input says nothing: the report's own assumptions, or a study's
 */
export function assume(input: AssumptionsInput = {}, base: Assumptions = defaultAssumptions): Assumptions {
  const given: Assumptions = {
    ...base,
    ...input,
    prices: {...base.prices, ...input.prices},
    slo: {...base.slo, ...input.slo},
    load: {...base.load, ...input.load},
    readings: {...base.readings, ...input.readings}
  };
  for (const [key, price] of Object.entries(given.prices)) {
    if (!/^[\w.-]+x\d+\/[A-Z]{3}$/.test(key))
      throw new Problem("not a priced configuration", {value: key, remedy: "write <gpu>x<gpus>/<currency>"});
    check("price_per_gpu_h", price);
  }
  if (!["ttft", "tpot", "e2e"].includes(given.slo.metric))
    throw new Problem("not a latency", {value: given.slo.metric, remedy: "give ttft, tpot or e2e"});
  check("slo.percentile", given.slo.percentile);
  check("slo.limit_ms", given.slo.limit_ms);
  check("utilisation", given.utilisation);
  if (given.electricity_price_per_kwh !== null) check("electricity_price_per_kwh", given.electricity_price_per_kwh);
  check("run_spread", given.run_spread);
  check("load.input_tokens", given.load.input_tokens);
  check("load.output_tokens", given.load.output_tokens);
  check("load.concurrency", given.load.concurrency);
  check("readings.about_share", given.readings.about_share);
  check("readings.close_share", given.readings.close_share);
  check("readings.almost_share", given.readings.almost_share);
  check("readings.linear_share", given.readings.linear_share);
  check("readings.far_ratio", given.readings.far_ratio);
  return given;
}

function check(name: keyof typeof assumptionFields, value: unknown): void {
  const {label, min, max} = assumptionFields[name];
  if (!(typeof value === "number" && value >= min && value <= max))
    throw new Problem(`${name} (${label.en}) is not in [${min}, ${max}]`, {value});
}
