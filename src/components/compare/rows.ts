import {defaultMetrics} from "../../model/compare/compared-metrics.js";
import {isCompared, type Row} from "../../model/compare/row.js";
import {because, settles, verdictWords} from "../../model/compare/words.js";
import {metrics} from "../../model/metrics.js";
import {teller, type Lang} from "../../model/text.js";
import {units} from "../../model/units.js";
import {ownColumn} from "../columns.js";
import {html} from "../markup.js";
import type {CellValue, TableView, ViewColumn, ViewRow} from "../view.js";

/** Rows that hold two values against each other. */
export const comparedRows = (rows: readonly Row[]): Row[] => rows.filter(isCompared);

/** Place of a metric among those that are compared by default, which charts keep. */
export const metricOrder = ({metric}: Row): number => defaultMetrics.findIndex(({name}) => name === metric);

/** "TPOT p50", without the gloss that stands at its first use. */
export const metricName = (row: Pick<Row, "metric">, lang: Lang): string =>
  metrics[row.metric].label[lang].replace(/（.*?）/, "");

/** A change with its sign: "+31 %", "−4.5 %". */
export function signed(share: number | null): string {
  if (share === null) return "–";
  const percent = 100 * share;
  const text = Math.abs(percent).toFixed(Math.abs(percent) < 9.95 ? 1 : 0);
  return `${Number(text) === 0 ? "" : percent > 0 ? "+" : "\u2212"}${text}\u00a0%`;
}

/** Colour of a verdict; the word and the icon stand beside it. */
export const verdictColour = {
  better: "var(--supported)",
  worse: "var(--refuted)",
  equivalent: "var(--link)",
  undecided: "var(--muted)"
} as const;

/** The comparison as a table: load by load, metric by metric. */
export function comparisonTable(rows: readonly Row[], lang: Lang, caption: string): TableView {
  const t = teller(lang);
  const word = (name: string, en: string, zh: string, show?: ViewColumn["show"]): ViewColumn => ({
    name,
    label: t(en, zh),
    unit: null,
    numeric: false,
    ...(show === undefined ? {} : {show})
  });
  const percent = (name: string, en: string, zh: string): ViewColumn => ({
    ...ownColumn(name, null, lang, en, zh),
    show: (value: CellValue) => signed(value as number | null)
  });
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  const of = (row: ViewRow): Row => byId.get(String(row["id"]))!;
  return {
    caption,
    columns: [
      word("id", "Load and metric", "负载与指标", (_value, row) => {
        const {load, unit} = of(row);
        return `${load} · ${metricName(of(row), lang)}${unit === null ? "" : t(`, ${units[unit].en}`, `，${units[unit].zh}`)}`;
      }),
      ownColumn("a", null, lang, "A", "A"),
      ownColumn("b", null, lang, "B", "B"),
      percent("change", "B against A", "B 相对 A"),
      percent("change_lo", "95 % interval, from", "95 % 区间，从"),
      percent("change_hi", "to", "至"),
      ownColumn("n_a", null, lang, "n of A", "A 的 n"),
      ownColumn("n_b", null, lang, "n of B", "B 的 n"),
      word("verdict", "Verdict", "判定", (_value, row) => {
        const {icon, word: text} = verdictWords[of(row).verdict];
        return html`<span class="compare-verdict">${icon} ${text[lang]}</span>`;
      }),
      word("reason", "Why, and what would decide it", "原因，以及怎样才能判定", (_value, row) => {
        const found = of(row);
        const decides = settles(found)?.[lang];
        const why = because(found)[lang];
        return html`<span class="compare-why">${decides === undefined ? why : `${why}${t("; needs ", "；需要")}${decides}`}</span>`;
      })
    ],
    rows: rows.map((row) => ({
      id: idOf(row),
      a: row.a,
      b: row.b,
      change: row.change,
      change_lo: row.change_lo,
      change_hi: row.change_hi,
      n_a: row.n_a,
      n_b: row.n_b,
      verdict: row.verdict,
      reason: row.reason
    }))
  };
}

const idOf = ({pair, load, metric}: Row): string => `${pair} ${load} ${metric}`;
