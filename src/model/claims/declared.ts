import {failedChecks} from "../audit/failed-checks.js";
import {tables, type Dataset} from "../dataset.js";
import type {AssumptionName} from "../assumptions.js";
import {betweenRuns} from "../statistics/between-runs.js";
import {percentile} from "../statistics/percentile.js";
import {ratioInterval} from "../statistics/ratio-interval.js";
import type {OwnText} from "../study.js";
import type {Column} from "../table.js";
import type {Text} from "../text.js";
import type {Case} from "./case.js";
import {claim, notTestable, type Claim, type Finding} from "./claim.js";
import {compare, rounding, spreadOf, type Interval, type Relation} from "./compare.js";
import {isSelection, type DeclaredClaim, type Selection, type Wanted} from "./declared-claim.js";
import {Missing} from "./missing.js";
import type {Evidence, Figure} from "./verdict.js";
import {digits, join, percent, say} from "./words.js";

/** A claim that data declare, judged by the same engine and under the same rules as one that is written in code. */
export function declaredClaim(declared: DeclaredClaim): Claim {
  const {id, study, where, value, against, times, says, settles} = declared;
  const depends_on: AssumptionName[] = ["run_spread"];
  if (value.from === "points") depends_on.push("count_imported");
  if (typeof times === "string") depends_on.push("readings");
  const said = Object.fromEntries(Object.entries(declared.said).map(([name, text]) => [name, new RegExp(text)]));
  const judged = claim({
    id,
    said,
    zh: (numbers) => filled(says.zh ?? says.en ?? "", numbers),
    depends_on: value.from === "published" && !isSelection(against) ? depends_on.slice(1) : depends_on,
    settles: both(settles),
    find: (c, numbers) => find(c, declared, numbers)
  });
  return {
    ...judged,
    judge(dataset, assumptions) {
      const verdict = judged.judge(dataset, assumptions);
      // A study's own claim is no sentence of a source: its words and place are those of the file.
      if (dataset.article.assertions.some((one) => one.id === id)) return verdict;
      const languages = Object.keys(says);
      const says_in = languages.length === 1 ? {says_in: languages[0] as "en" | "zh"} : {};
      return {...verdict, where: where === "" ? study : where, says: both(says), ...says_in};
    }
  };
}

/** Values of a selection, one a run or row, with what they are. */
interface Read {
  readonly values: readonly number[];
  readonly value: number;
  readonly interval: Interval;
  readonly method: Figure["interval"];
  readonly by: "measured" | "published" | "bound";
}

function find(c: Case, declared: DeclaredClaim, numbers: Readonly<Record<string, number>>): Finding {
  const {value: selection, relation, against, note} = declared;
  const own = read(c, selection);
  if (own === null) return noHardware(selection);
  const unit = columnOf(selection).unit;
  const times = typeof declared.times === "number" ? declared.times : c.assumptions.readings[declared.times];
  const name = columnOf(selection).label;
  const counted = say(
    () => (own.values.length === 1 ? "" : ` (n = ${own.values.length})`),
    () => (own.values.length === 1 ? "" : `（n = ${own.values.length}）`)
  );
  const unitOf = (n: (value: number, unit: string) => string, value: number): string =>
    unit === null ? digits(value) : n(value, unit);
  // The ends of what rounds to a printed number have one digit more than it: they are shown to the last.
  const end = (value: number): string => (own.method === "rounding" ? String(value) : digits(value));
  let outcome: ReturnType<typeof compare>;
  let inequality: string;
  let because: Text;
  let n_runs = own.values.length;
  if (isSelection(against)) {
    const other = read(c, against);
    if (other === null) return noHardware(against);
    const ratio = ratioInterval(
      selection.aggregate === "mean" || selection.aggregate === "only" ? own.values : [own.value],
      against.aggregate === "mean" || against.aggregate === "only" ? other.values : [other.value],
      c.assumptions.run_spread
    );
    n_runs = ratio.n_runs;
    const interval = {value: ratio.ratio, lo: ratio.lo, hi: ratio.hi};
    outcome = compare(interval, relation, times);
    c.figure({en: `${name.en}, ratio`, zh: `${name.zh}，比值`}, ratio.ratio, null, interval, ratio.method);
    inequality = `${digits(own.value)} / ${digits(other.value)} = ${digits(ratio.ratio)} [${digits(ratio.lo)}, ${digits(ratio.hi)}] ${shownRelation(ratio.ratio, relation, times)} ${digits(times)}`;
    because = say(
      (n) =>
        `${name.en}: ${unitOf(n, own.value)} where ${described(selection)}, ${unitOf(n, other.value)} where ${described(against)}; a ratio of ${digits(ratio.ratio)} with the interval [${digits(ratio.lo)}, ${digits(ratio.hi)}].`,
      (n) =>
        `${name.zh}：${described(selection)} 为 ${unitOf(n, own.value)}，${described(against)} 为 ${unitOf(n, other.value)}；比值 ${digits(ratio.ratio)}，区间 [${digits(ratio.lo)}, ${digits(ratio.hi)}]。`
    );
  } else {
    const limit = times * ("said" in against ? numberSaid(numbers, against.said) : against.value);
    outcome = compare(own.interval, relation, limit);
    c.figure(name, own.value, unit, own.interval, own.method);
    inequality = `${digits(own.value)} [${end(own.interval.lo)}, ${end(own.interval.hi)}] ${shownRelation(own.value, relation, limit)} ${digits(limit)}`;
    because = say(
      (n) =>
        `${name.en} is ${unitOf(n, own.value)}${counted.en} where ${described(selection)}, between ${end(own.interval.lo)} and ${end(own.interval.hi)} ${rangeWords(own).en}; the limit is ${unitOf(n, limit)}.`,
      (n) =>
        `${described(selection)} 的${name.zh}为 ${unitOf(n, own.value)}${counted.zh}，${rangeWords(own).zh}在 ${end(own.interval.lo)} 到 ${end(own.interval.hi)} 之间；限值为 ${unitOf(n, limit)}。`
    );
  }
  const told = note === null ? because : join(because, filledBoth(both(note), numbers));
  if (outcome === "crosses") return {...notTestable("interval_crosses", told, inequality), n_runs};
  const strength = own.by === "published" ? "self-consistent" : own.by;
  const base = {by: own.by, strength, because: told, n_runs: own.by === "bound" ? null : n_runs, inequality} as const;
  return outcome === "holds"
    ? {verdict: "supported", reason: "holds", ...base}
    : {verdict: "refuted", reason: "fails", ...base};
}

/** What the data hold of a selection; null where nothing was measured that counts, Missing where a row or number is not there. */
function read(c: Case, selection: Selection): Read | null {
  const {from, metric, aggregate} = selection;
  const rows = rowsOf(c, selection);
  if (rows.length === 0) {
    if (from === "points" || from === "servers") return null;
    throw missing(selection);
  }
  if (aggregate === "only" && rows.length > 1 && from !== "points")
    throw new Missing({
      en: `${rows.length} rows of ${from} where ${described(selection)}, and the claim speaks of one`,
      zh: `${from} 中有 ${rows.length} 行符合 ${described(selection)}，而论断只说一行`
    });
  const values: number[] = [];
  let struck = 0;
  for (const row of rows) {
    const value = row[metric];
    const id = idOf(row, from);
    if (typeof value !== "number" || !Number.isFinite(value)) continue;
    if (from === "points" && failedChecks(c.dataset, id, metric).length > 0) {
      struck++;
      continue;
    }
    c.cite({id, column: metric, value, kind: kindOf(row, from)});
    values.push(value);
  }
  if (values.length === 0)
    throw struck === 0
      ? missing(selection)
      : new Missing({
          en: `the audit struck ${metric} in ${from} where ${described(selection)} (n = ${struck})`,
          zh: `审计剔除了 ${from} 中 ${described(selection)} 的 ${metric}（n = ${struck}）`
        });
  const value = aggregated(values, aggregate);
  const by = from === "points" || from === "servers" ? "measured" : from === "hardware" ? "bound" : "published";
  return {values, value, by, ...intervalOf(values, value, selection, c.assumptions.run_spread)};
}

/** A data sheet's value stands as it is; a printed one for what rounds to it; runs by what lies between them. */
function intervalOf(
  values: readonly number[],
  value: number,
  {from, aggregate}: Selection,
  spread: number
): Pick<Read, "interval" | "method"> {
  if (from === "hardware") return {interval: {value, lo: value, hi: value}, method: "bound"};
  if (from === "published" && values.length === 1) return {interval: rounding(value), method: "rounding"};
  if (aggregate !== "mean" && aggregate !== "only") return {interval: spreadOf(value, spread), method: "spread"};
  const runs = values.every((one) => one > 0) ? betweenRuns(values) : null;
  if (runs?.lo != null && runs.hi !== null) return {interval: {value, lo: runs.lo, hi: runs.hi}, method: "welch"};
  const wide = spreadOf(value, spread);
  const interval = {value, lo: Math.min(wide.lo, ...values), hi: Math.max(wide.hi, ...values)};
  return {interval, method: "spread"};
}

/** One number of several; the mean of times and rates is the geometric one, as everywhere between runs. */
function aggregated(values: readonly number[], aggregate: Selection["aggregate"]): number {
  if (values.length === 1) return values[0]!; // to the last bit: how it was printed says how it was rounded
  return by[aggregate](values);
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
const mean = (values: readonly number[]): number =>
  values.every((one) => one > 0) ? betweenRuns(values).mean : sum(values) / values.length;

const by: Readonly<Record<Selection["aggregate"], (values: readonly number[]) => number>> = {
  only: mean,
  mean,
  median: (values) => percentile(Float64Array.from(values).sort(), 0.5),
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  sum
};

type AnyRow = Readonly<Record<string, unknown>>;

/** Rows that count: none simulated, imported ones where the reader lets them, no failed point. */
function rowsOf({dataset, assumptions}: Case, {from, where}: Selection): AnyRow[] {
  const rows = dataset[from] as readonly AnyRow[];
  return rows.filter(
    (row) =>
      (from === "published" || from === "hardware" || counts(row["kind"], assumptions.count_imported)) &&
      (from !== "points" ||
        (row["status"] === "ok" && failedChecks(dataset, String(row["point_id"]), "status").length === 0)) &&
      Object.entries(where).every(([column, wanted]) => matches(dataset, row[column], wanted, column))
  );
}

const counts = (kind: unknown, imported: boolean): boolean => kind === "measured" || (kind === "imported" && imported);

/** A model goes by any of its names. */
function matches(dataset: Dataset, cell: unknown, wanted: Wanted, column: string): boolean {
  const list: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
  if (list.includes(cell)) return true;
  if (column !== "model") return false;
  return dataset.models.some(
    ({id, names}) =>
      list.some((one) => one === id || names.includes(String(one))) && (cell === id || names.includes(String(cell)))
  );
}

function idOf(row: AnyRow, from: Selection["from"]): string {
  if (from === "points") return String(row["point_id"]);
  if (from === "servers") return String(row["server_id"]);
  return from === "published" ? String(row["published_id"]) : `hardware/${String(row["gpu"])}`;
}

function kindOf(row: AnyRow, from: Selection["from"]): Evidence["kind"] {
  if (from === "hardware") return "data sheet";
  if (from === "published") return "published";
  return row["kind"] === "imported" ? "imported" : "measured";
}

function columnOf({from, metric}: Selection): Column<unknown> {
  return (tables[from].columns as Readonly<Record<string, Column<unknown>>>)[metric]!;
}

/** "gpu = l40s, concurrency = 16": the same in every language. */
function described({where}: Selection): string {
  return Object.entries(where)
    .map(([column, wanted]) => `${column} = ${Array.isArray(wanted) ? wanted.join(" | ") : String(wanted)}`)
    .join(", ");
}

function missing(selection: Selection): Missing {
  const {from, metric} = selection;
  return new Missing({
    en: `${metric} in ${from} where ${described(selection)}`,
    zh: `${from} 中 ${described(selection)} 的 ${metric}`
  });
}

function noHardware(selection: Selection): Finding {
  return notTestable("no_hardware", {
    en: `Nothing that counts was measured where ${described(selection)}.`,
    zh: `没有可作依据的实测：${described(selection)}。`
  });
}

function numberSaid(numbers: Readonly<Record<string, number>>, name: string): number {
  const value = numbers[name];
  if (value === undefined) throw new Missing({en: `the words name no ${name}`, zh: `该论断中没有 ${name}`});
  return value;
}

/** The relation as it turned out: a value on the other side is shown there. */
function shownRelation(value: number, relation: Relation, limit: number): string {
  const holds = {">": value > limit, "≥": value >= limit, "<": value < limit, "≤": value <= limit}[relation];
  return holds ? relation : {">": "≤", "≥": "<", "<": "≥", "≤": ">"}[relation];
}

function rangeWords({method, values}: Read): Text {
  if (method === "rounding") return {en: "before rounding", zh: "舍入前"};
  if (method === "bound") return {en: "by the data sheet", zh: "按数据手册"};
  if (method === "welch") return {en: "with 95\u00A0% confidence", zh: "以 95\u00A0% 置信度"};
  return values.length === 1
    ? {en: "with the stated spread between runs", zh: "按所设的运行间差异"}
    : {en: "by its runs and the stated spread", zh: "按各次运行与所设差异"};
}

const both = ({en, zh}: OwnText): Text => ({en: en ?? zh ?? "", zh: zh ?? en ?? ""});

/** Puts the numbers of the words into their places; a share below one as the words of a percentage. */
function filled(text: string, numbers: Readonly<Record<string, number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = numbers[name];
    return value === undefined ? whole : value < 1 ? percent(value) : String(value);
  });
}

const filledBoth = (text: Text, numbers: Readonly<Record<string, number>>): Text => ({
  en: filled(text.en, numbers),
  zh: filled(text.zh, numbers)
});
