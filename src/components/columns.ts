import {metrics, type MetricName} from "../model/metrics.js";
import {teller, type Lang, type Text} from "../model/text.js";
import type {Unit} from "../model/units.js";
import type {ViewColumn} from "./view.js";

/** Columns that tables under figures share and that are no metrics. */
const shared = {
  id: {en: "Row", zh: "行", unit: null, numeric: false},
  kind: {en: "Kind", zh: "种类", unit: null, numeric: false},
  label: {en: "Configuration", zh: "配置", unit: null, numeric: false},
  concurrency: {en: "Concurrency", zh: "并发", unit: "requests", numeric: true},
  n_runs: {en: "Runs", zh: "运行数", unit: "runs", numeric: true}
} as const satisfies Record<string, Text & {unit: Unit | null; numeric: boolean}>;

/** View columns by name, from the metric registry or from the few that all figures share. */
export function viewColumns(names: readonly (MetricName | keyof typeof shared)[], lang: Lang): ViewColumn[] {
  return names.map((name) => {
    if (name in shared) {
      const {unit, numeric, ...label} = shared[name as keyof typeof shared];
      return {name, label: label[lang], unit, numeric};
    }
    const {label, unit} = metrics[name as MetricName];
    return {name, label: label[lang], unit, numeric: true};
  });
}

/** A numeric column that only one figure has. */
export function ownColumn(name: string, unit: Unit | null, lang: Lang, en: string, zh: string): ViewColumn {
  return {name, label: teller(lang)(en, zh), unit, numeric: true};
}
