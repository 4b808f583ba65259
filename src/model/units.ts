import type {Text} from "./text.js";

/** The closed set of units: every number in a table, axis, tooltip or CSV header carries one of these, or null. */
export const units = {
  ms: {en: "ms", zh: "ms"},
  s: {en: "s", zh: "s"},
  h: {en: "h", zh: "小时"},
  "tok/s": {en: "tok/s", zh: "tok/s"},
  "req/s": {en: "req/s", zh: "req/s"},
  tokens: {en: "tokens", zh: "token"},
  requests: {en: "requests", zh: "请求"},
  runs: {en: "runs", zh: "次运行"},
  "%": {en: "%", zh: "%"},
  share: {en: "share of 1", zh: "占比（0 到 1）"},
  GiB: {en: "GiB", zh: "GiB"},
  MiB: {en: "MiB", zh: "MiB"},
  GB: {en: "GB", zh: "GB"},
  B: {en: "B", zh: "B"},
  "GB/s": {en: "GB/s", zh: "GB/s"},
  "TFLOP/s": {en: "TFLOP/s", zh: "TFLOP/s"},
  W: {en: "W", zh: "W"},
  J: {en: "J", zh: "J"},
  "J/token": {en: "J per token", zh: "J/token"},
  "tok/s/W": {en: "tok/s/W", zh: "tok/s/W"},
  MHz: {en: "MHz", zh: "MHz"},
  "°C": {en: "°C", zh: "°C"},
  CNY: {en: "CNY", zh: "元"},
  USD: {en: "USD", zh: "美元"},
  "CNY/h": {en: "CNY per hour", zh: "元/小时"},
  "USD/h": {en: "USD per hour", zh: "美元/小时"},
  "CNY/Mtok": {en: "CNY per Mtok", zh: "元/百万 token"},
  "USD/Mtok": {en: "USD per Mtok", zh: "美元/百万 token"},
  "of 5": {en: "of 5", zh: "分（满分 5）"},
  GPUs: {en: "GPUs", zh: "张卡"}
} as const satisfies Record<string, Text>;

export type Unit = keyof typeof units;

/** The unit of money in a currency, by the hour or the million tokens; null for a currency that has none here. */
export function moneyUnit(currency: string, per: "" | "/h" | "/Mtok" = ""): Unit | null {
  const unit = `${currency}${per}`;
  return Object.hasOwn(units, unit) ? (unit as Unit) : null;
}
