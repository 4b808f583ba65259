import type {Assumptions} from "../model/assumptions.js";
import type {Dataset} from "../model/dataset.js";
import {currencyOf, gpuHour} from "../model/price.js";
import type {Text} from "../model/text.js";
import {moneyUnit, type Unit} from "../model/units.js";
import {configurationName} from "./configuration.js";

/** One assumption that may be moved while the others stand: its name, where it stands now and its range. */
export interface Lever {
  /** Name among the assumptions that claims say they depend on. */
  readonly assumption: "prices" | "utilisation" | "electricity_price_per_kwh" | "slo";
  readonly name: Text;
  readonly unit: Unit | null;
  /** Null where there is none, such as a missing price. */
  readonly now: number | null;
  readonly range: {readonly min: number; readonly max: number};
  readonly at: (value: number) => Assumptions;
}

/** Prices of the article's configurations, utilisation, the price of electricity and the latency limit. */
export function levers(data: Dataset, assumptions: Assumptions): Lever[] {
  const currency = currencyOf(data);
  const configurations = new Map(data.published.map((row) => [`${row.gpu}x${row.gpus}/${currency}`, row]));
  const prices = [...configurations].map(([key, row]): Lever => {
    const now = gpuHour(data, assumptions, row, currency)?.price_per_gpu_h ?? null;
    const name = configurationName(data, {gpu: row.gpu, gpus: row.gpus});
    return {
      assumption: "prices",
      name: {en: `Price per GPU-hour, ${name}`, zh: `每卡小时价格，${name}`},
      unit: moneyUnit(currency, "/h"),
      now,
      range: now === null || now === 0 ? {min: 0.05, max: 500} : {min: now / 50, max: now * 50},
      at: (value) => ({...assumptions, prices: {...assumptions.prices, [key]: value}})
    };
  });
  return [
    ...prices,
    {
      assumption: "utilisation",
      name: {en: "Utilisation of one's own machines", zh: "自有机器的利用率"},
      unit: "%",
      now: 100 * assumptions.utilisation,
      range: {min: 1, max: 100},
      at: (value) => ({...assumptions, utilisation: value / 100})
    },
    {
      assumption: "electricity_price_per_kwh",
      name: {en: "Electricity price per kWh", zh: "每千瓦时电价"},
      unit: moneyUnit(currency),
      now: assumptions.electricity_price_per_kwh,
      range: {min: 0.05, max: 10},
      at: (value) => ({...assumptions, electricity_price_per_kwh: value})
    },
    {
      assumption: "slo",
      name: {en: "Latency limit", zh: "时延限值"},
      unit: "ms",
      now: assumptions.slo.limit_ms,
      range: {min: 50, max: 120_000},
      at: (value) => ({...assumptions, slo: {...assumptions.slo, limit_ms: value}})
    }
  ];
}
