import type {Assumptions} from "./assumptions.js";
import type {Dataset} from "./dataset.js";
import type {PriceRow} from "./tables/prices.js";

/** What an hour of one GPU of a configuration costs. */
export interface GpuHour {
  readonly price_per_gpu_h: number;
  /** Rented machines are taken as returned when idle; one's own is paid for around the clock. */
  readonly rented: boolean;
  /** True when the price is the reader's. */
  readonly assumed: boolean;
  /** True when the reader's electricity alone costs more than the source's hour, and is taken instead. */
  readonly by_electricity: boolean;
}

interface Configuration {
  readonly gpu: string;
  readonly gpus: number;
}

/**
 * The reader's price of a configuration in a currency, or else the first that the price list gives; null where there is
 * none. As in the claims: a self-built machine's price holds its electricity, and where the reader's electricity alone
 * comes to more than the source's hour, the electricity stands in its place.
 */
export function gpuHour(
  data: Pick<Dataset, "prices" | "hardware">,
  assumptions: Assumptions,
  {gpu, gpus}: Configuration,
  currency: string
): GpuHour | null {
  const listed = data.prices.find((row) => row.gpu === gpu && row.gpus === gpus && row.currency === currency);
  const own = assumptions.prices[`${gpu}x${gpus}/${currency}`];
  const rented = listed !== undefined && isRented(listed.basis);
  if (own !== undefined) return {price_per_gpu_h: own, rented, assumed: true, by_electricity: false};
  if (listed === undefined) return null;
  const {price_per_gpu_h} = listed;
  const electricity = listed.basis.startsWith("self-built") ? electricityPerGpuH(data, assumptions, gpu) : 0;
  const by_electricity = electricity > price_per_gpu_h;
  return {price_per_gpu_h: Math.max(price_per_gpu_h, electricity), rented, assumed: false, by_electricity};
}

/** Share of the paid hours that serve: 1 for what is rented. */
export function busyShare(hour: {readonly rented: boolean}, {utilisation}: Assumptions): number {
  return hour.rented ? 1 : utilisation;
}

/** The parts of a price's key "a100-80gb-sxmx1/CNY". */
export function configurationOf(key: string): {gpu: string; gpus: number; currency: string} {
  const [, gpu = "", gpus = "1", currency = ""] = /^([\w.-]+)x(\d+)\/([A-Z]{3})$/.exec(key) ?? [];
  return {gpu, gpus: Number(gpus), currency};
}

/** A price that counts under a reader's assumptions. */
interface CountedPrice extends PriceRow {
  readonly rented: boolean;
}

/** The price list with the reader's prices in it, and electricity where the hour cannot hold it. */
export function pricesUnder(
  data: Pick<Dataset, "prices" | "hardware">,
  assumptions: Assumptions
): readonly CountedPrice[] {
  const own = new Set<string>();
  const listed = data.prices.flatMap((row): CountedPrice[] => {
    const key = `${row.gpu}x${row.gpus}/${row.currency}`;
    const {price_per_gpu_h, rented, assumed} = gpuHour({...data, prices: [row]}, assumptions, row, row.currency)!;
    if (own.has(key)) return []; // the reader's one price stands for all that the list gives
    if (assumed) own.add(key);
    return [{...row, price_per_gpu_h, rented, ...(assumed ? {basis: "assumed"} : {})}];
  });
  const more = Object.entries(assumptions.prices).flatMap(([key, price_per_gpu_h]): CountedPrice[] => {
    if (own.has(key)) return [];
    const {gpu, gpus, currency} = configurationOf(key);
    const price_id = `assumption/${key}`;
    return [{price_id, gpu, gpus, price_per_gpu_h, currency, basis: "assumed", source: "", date: "", rented: false}];
  });
  return [...listed, ...more];
}

/**
 * The currency that costs are compared in: that of what is examined, where it states one; else the one that most configurations
 * have a price in, the first listed of equals. US dollars where nothing has a price.
 */
export function currencyOf({article, prices}: Pick<Dataset, "article" | "prices">): string {
  if (article.currency !== null) return article.currency;
  const priced = new Map<string, Set<string>>();
  for (const {gpu, gpus, currency} of prices)
    priced.set(currency, (priced.get(currency) ?? new Set()).add(`${gpu}x${gpus}`));
  const [first] = [...priced].sort(([, a], [, b]) => b.size - a.size);
  return first?.[0] ?? "USD";
}

/** True for a price that stops when the machine is given back. */
export function isRented(basis: string): boolean {
  return /cloud|on demand|rent/i.test(basis);
}

/** Electricity of one board at its power limit for an hour, in the currency of the reader's price. */
function electricityPerGpuH({hardware}: Pick<Dataset, "hardware">, assumptions: Assumptions, gpu: string): number {
  const watts = hardware.find((row) => row.gpu === gpu)?.board_power_w ?? 0;
  return (watts / 1000) * (assumptions.electricity_price_per_kwh ?? 0);
}
