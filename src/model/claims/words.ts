import type {Lang, Text} from "../text.js";

const significant = new Intl.NumberFormat("en-US", {maximumSignificantDigits: 3});
const exact = new Intl.NumberFormat("en-US", {maximumFractionDigits: 0});
const nbsp = "\u00A0";

/** A number with three significant digits: 31.3, 1.28, 5,360. */
export function digits(value: number): string {
  return significant.format(value);
}

/** A count in full: 131,072. */
export function count(value: number): string {
  return exact.format(value);
}

/** A share as a percentage: 0.534 is 53.4 %. */
export function percent(share: number): string {
  return `${digits(share * 100)}${nbsp}%`;
}

/** A number of streams; within a twentieth of a whole number it is that number: 0.998 is one. */
export function wholeStreams(streams: number): number {
  const near = Math.round(streams);
  return near > 0 && Math.abs(streams / near - 1) < 0.05 ? near : streams;
}

/** "1 stream", "4 streams". */
function streamsWord(streams: number): Text {
  const shown = wholeStreams(streams);
  return {en: `${digits(shown)}${nbsp}${shown === 1 ? "stream" : "streams"}`, zh: `${digits(shown)}${nbsp}路`};
}

/** Three significant digits and a unit after a no-break space; a currency is written as the language does. */
export type Quantity = (value: number, unit: string) => string;

const inChinese: Readonly<Record<string, string>> = {
  CNY: "元",
  "CNY/h": "元/小时",
  requests: "个请求",
  tokens: "个 token",
  GPUs: "张卡"
};

const quantity: Record<Lang, Quantity> = {
  en: (value, unit) => (unit === "streams" ? streamsWord(value).en : `${digits(value)}${nbsp}${unit}`),
  zh: (value, unit) =>
    unit === "streams" ? streamsWord(value).zh : `${digits(value)}${nbsp}${inChinese[unit] ?? unit}`
};

/** One sentence or more in both languages, each given the way its numbers are written. */
export function say(en: (n: Quantity) => string, zh: (n: Quantity) => string): Text {
  return {en: en(quantity.en), zh: zh(quantity.zh)};
}

/** Two texts one after the other. */
export function join(...texts: readonly Text[]): Text {
  return {en: texts.map(({en}) => en).join(" "), zh: texts.map(({zh}) => zh).join("")};
}
