import type {Assumptions} from "../model/assumptions.js";
import type {BenchRecord} from "../model/bench.js";
import type {Dataset} from "../model/dataset.js";
import type {ForetoldSet} from "../model/prediction/foretold.js";
import type {ValidationRow} from "../model/prediction/validate.js";
import type {RunRecord} from "../model/run-record.js";
import type {Study} from "../model/study.js";
import type {Columns, Table} from "../model/table.js";
import type {Lang} from "../model/text.js";
import type {Unit} from "../model/units.js";
import type {Markup} from "./markup.js";

export type CellValue = string | number | boolean | null;

export interface ViewColumn {
  /** snake_case name: header of the CSV, column of the Arrow file. */
  readonly name: string;
  readonly label: string;
  readonly unit: Unit | null;
  readonly numeric: boolean;
  /** Holds sentences or paths: gets room to be read in. */
  readonly long?: boolean;
  /** Overrides how a cell is shown; the value itself goes to the files. */
  readonly show?: (value: CellValue, row: ViewRow) => string | Markup;
}

export type ViewRow = Readonly<Record<string, CellValue>>;

/** Rows as a reader sees them under a figure, and as its CSV and Arrow files hold them. */
export interface TableView {
  readonly caption: string;
  readonly columns: readonly ViewColumn[];
  readonly rows: readonly ViewRow[];
  /** All rows, for the files, where `rows` is only what a reader can take in; same columns. */
  readonly fileRows?: readonly ViewRow[];
}

/** A chart with everything that a reader needs to doubt it. */
export interface FigureView {
  /** The finding in words, computed. */
  readonly title: string;
  /** Measure, unit and conditions. */
  readonly subtitle: string;
  readonly svg: SVGSVGElement;
  /** A sentence of extremes, trend and n: the name of the image. */
  readonly alt: string;
  readonly table: TableView;
  /** Run, engine, GPU and date. */
  readonly source: string;
  /** How the numbers were computed; HTML. */
  readonly method: Markup;
  /** Which kinds of number the chart shows, in the order of the legend. */
  readonly kinds: readonly Kind[];
}

/** What stands in a figure's place when its rows are missing: what is missing, and what to run. */
export interface EmptyView {
  readonly empty: string;
}

export type Kind = "measured" | "published" | "predicted" | "simulated" | "imported" | "bound";

/** A published data file. */
export interface DataFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Env {
  readonly data: Dataset;
  readonly lang: Lang;
  /** What the reader assumes; the defaults where left out. */
  readonly assumptions?: Assumptions;
  /** Configurations that the Compare page holds against each other, as run/server; its own choice where left out. */
  readonly pair?: {readonly a: string; readonly b: string};
  /** The page's document in the browser, jsdom's at build. */
  readonly document: Document;
  /** How predictions did on points left out of the fit; absent where nothing was validated. */
  readonly validation?: readonly ValidationRow[];
  /** Predictions that were committed before they were measured; absent where there are none. */
  readonly foretold?: readonly ForetoldSet[];
  /** What the benches last measured; absent where none was kept. */
  readonly benches?: readonly BenchRecord[];
  /** The data files as prepared; absent where pages are not built from files. */
  readonly files?: readonly DataFile[];
  /** How this build differs from the one before; null or absent where there is none to compare with. */
  readonly changes?: ReportChanges | null;
  /** Studies of the report: all on the report's pages, one on a study's own page; absent in the browser. */
  readonly studies?: readonly Study[];
  /** What the manifests of the runs say: of all on the report's pages, of one on a run's own page; absent in the browser. */
  readonly runs?: readonly RunRecord[];
}

/** One difference between two builds of the report. */
export interface ReportChange {
  /** Claim or headline number. */
  readonly id: string;
  /** "verdict", "value", or a part of a verdict's ground or words. */
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** Changed inputs that explain it; none: the code does. */
  readonly because_of: readonly string[];
  /** The verdict's word itself changed. */
  readonly verdict: boolean;
}

/** The differences from the last published build, or, before any was, from the verdicts last accepted. */
export interface ReportChanges {
  readonly against: {readonly from: "published" | "accepted"; readonly hash: string; readonly date: string};
  readonly found: readonly ReportChange[];
  readonly inputs: readonly string[];
}

/** One chart of the report: a pure function of the data. `id` is its anchor and the name of its files. */
export interface Figure {
  readonly id: string;
  build(env: Env): FigureView | EmptyView;
}

/** Columns of a declared table as view columns. */
export function declared<C extends Columns>(
  table: Table<C>,
  names: readonly (keyof C & string)[],
  lang: Lang
): ViewColumn[] {
  return names.map((name) => {
    const {label, unit, type} = table.columns[name]!;
    return {name, label: label[lang], unit, numeric: type === "number" || type === "integer"};
  });
}

/** The named cells of declared rows, ready for a table view. */
export function pick<R extends object>(rows: readonly R[], names: readonly (keyof R & string)[]): ViewRow[] {
  return rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name] as CellValue])));
}
