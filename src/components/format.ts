import type {Lang} from "../model/text.js";
import {moneyUnit, units, type Unit} from "../model/units.js";

/** Binds a number to its unit, so that no line breaks between them. */
const nbsp = "\u00a0";
const minus = "\u2212";

// Not d3's format: what a page computes for its reader must not wait for a library. A test holds both to the same text.
const format = (options: Intl.NumberFormatOptions): ((value: number) => string) => {
  const number = new Intl.NumberFormat("en-US", {signDisplay: "negative", ...options});
  return (value) => number.format(value).replace("-", minus);
};
const significant = format({minimumSignificantDigits: 3, maximumSignificantDigits: 3});
const whole = format({maximumFractionDigits: 0});
const twoDigits = format({maximumSignificantDigits: 2});
const wholePercent = format({maximumFractionDigits: 0, useGrouping: false});

/**
 * A computed number with three significant digits ("6.17", "5,360", "0.128"); whole numbers below 1,000 that are
 * counts go through `formatCount`. Null prints as an en dash, the mark of "not given".
 */
export function formatNumber(value: number | null | undefined): string {
  if (value == null || !Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  return significant(value);
}

/** An exact count ("1,041,472"). */
export function formatCount(value: number | null | undefined): string {
  return value == null || !Number.isFinite(value) ? "–" : whole(Math.round(value));
}

/** A number exactly as its source prints it: no digit added, none dropped. */
export function formatPrinted(value: number | null | undefined): string {
  return value == null ? "–" : value >= 10_000 ? whole(value) : String(value).replace("-", minus);
}

/** A share of 1 as a percentage with at most two significant digits below 10 %, else whole ("68 %", "3.1 %"). */
export function formatPercent(share: number | null | undefined): string {
  if (share == null || !Number.isFinite(share)) return "–";
  const percent = share * 100;
  const text = percent !== 0 && Math.abs(percent) < 10 ? twoDigits(percent) : wholePercent(percent);
  return `${text}${nbsp}%`;
}

/** A number with its unit, joined by a no-break space. */
export function withUnit(text: string, unit: Unit | null, lang: Lang): string {
  return unit === null || text === "–" ? text : `${text}${nbsp}${units[unit][lang]}`;
}

/** An amount of money with its currency, whichever that is: "4.30 CNY per Mtok". */
export function withCurrency(text: string, currency: string, lang: Lang, per: "" | "/Mtok" = ""): string {
  return text === "–" ? text : `${text}${nbsp}${currencyName(currency, lang, per)}`;
}

/** "CNY per Mtok": what stands at the head of a column of money. */
export function currencyName(currency: string, lang: Lang, per: "" | "/Mtok" = ""): string {
  const unit = moneyUnit(currency, per);
  if (unit !== null) return units[unit][lang];
  if (per === "") return currency;
  return lang === "en" ? `${currency} per Mtok` : `${currency}/百万 token`;
}

/** A file's size: "143 kB", "1.2 MB". */
export function formatBytes(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${value < 10 ? Number(value.toPrecision(2)) : whole(Math.round(value))}${nbsp}${unit}`;
}

/** UTC to the minute: "2026-11-24 05:14 UTC". */
export function formatInstant(ms: number | null | undefined): string {
  return ms == null ? "–" : `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")}${nbsp}UTC`;
}
