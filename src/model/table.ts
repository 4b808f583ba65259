import {metrics, type MetricName} from "./metrics.js";
import type {Text} from "./text.js";
import type {Unit} from "./units.js";

/** Storage of a column: instants are milliseconds since the epoch, UTC. */
export type ColumnType = "text" | "number" | "integer" | "boolean" | "instant";

/** One column of a table: its type in Arrow, its unit, and what it means. `V` is the value's type in a row. */
export interface Column<V> {
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly unit: Unit | null;
  readonly label: Text;
  readonly definition: Text;
  /** Never set: carries the value's type. */
  readonly value?: V;
}

/** One declared table: the loaders write it, pages and claims read it, the Data page prints it. */
export interface Table<C extends Columns = Columns> {
  readonly name: string;
  readonly title: Text;
  readonly columns: C;
}

export type Columns = Readonly<Record<string, Column<unknown>>>;

/** The row type that a table's columns declare. */
export type Row<T extends Table> = {
  [K in keyof T["columns"]]: T["columns"][K] extends Column<infer V> ? V : never;
};

const column =
  <V>(type: ColumnType, nullable: boolean) =>
  (en: string, zh: string, unit: Unit | null = null, defEn = en, defZh = zh): Column<V> => ({
    type,
    nullable,
    unit,
    label: {en, zh},
    definition: {en: defEn, zh: defZh}
  });

export const text = column<string>("text", false);
export const textOrNull = column<string | null>("text", true);
export const number = column<number>("number", false);
export const numberOrNull = column<number | null>("number", true);
export const integer = column<number>("integer", false);
export const integerOrNull = column<number | null>("integer", true);
export const flag = column<boolean>("boolean", false);
export const flagOrNull = column<boolean | null>("boolean", true);
export const instantOrNull = column<number | null>("instant", true);

/** A nullable number described by the metric registry; null means that the source does not give it. */
export function metric(name: MetricName): Column<number | null> {
  const {label, unit, definition} = metrics[name];
  return {type: "number", nullable: true, unit, label, definition};
}

/** Lower and upper end of a metric's within-run 95 % interval. */
export function interval<N extends MetricName>(name: N): Record<`${N}_lo` | `${N}_hi`, Column<number | null>> {
  const {label, unit} = metrics[name];
  const end = (en: string, zh: string): Column<number | null> => ({
    type: "number",
    nullable: true,
    unit,
    label: {en: `${label.en}, ${en}`, zh: `${label.zh}，${zh}`},
    definition: {
      en: `${en} of the 95 % interval within the run (order statistics)`,
      zh: `单次运行内 95 % 区间（次序统计量）的${zh}`
    }
  });
  return {[`${name}_lo`]: end("lower end", "下端"), [`${name}_hi`]: end("upper end", "上端")} as Record<
    `${N}_lo` | `${N}_hi`,
    Column<number | null>
  >;
}

export function table<C extends Columns>(name: string, title: Text, columns: C): Table<C> {
  return {name, title, columns};
}
