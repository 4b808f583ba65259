import {
  Bool,
  Dictionary,
  Field,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table as ArrowTable,
  tableFromIPC,
  tableToIPC,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
  type Data
} from "apache-arrow";
import {Problem} from "../src/model/problem.js";
import {sampleFloor} from "../src/model/statistics/sample-floor.js";
import type {Column, Table} from "../src/model/table.js";

/** Version of the tables' form: grows when a column changes its meaning. */
const schemaVersion = "1";

/** Where a table comes from. */
export interface Origin {
  /** Kind or kinds of its numbers: measured, published ... */
  readonly kind: string;
  /** sha256 of every input by path. */
  readonly inputs: Readonly<Record<string, string>>;
}

type AnyRow = Readonly<Record<string, unknown>>;

/** Values of one column: null, undefined and NaN stand for "not given". */
type Values = ArrayLike<unknown>;

/** Rows as an Arrow IPC file that describes itself: units, labels and definitions by field, origin by schema. */
export function toArrow(table: Table, rows: readonly AnyRow[], origin: Origin): Uint8Array {
  const columns: Record<string, Values> = {};
  for (const name of Object.keys(table.columns)) columns[name] = rows.map((row) => row[name]);
  return tableToIPC(arrowTable(table, rows.length, columns, origin), "file");
}

/** The declared table as an Arrow table, from columns of equal length. Typed arrays are taken as they are. */
export function arrowTable(
  table: Table,
  length: number,
  columns: Readonly<Record<string, Values>>,
  origin: Origin
): ArrowTable {
  const children = Object.entries(table.columns).map(([name, column], i): Data => {
    const values = columns[name];
    if (values === undefined || values.length !== length) {
      throw new RangeError(`${table.name}.${name} has ${values?.length ?? "no"} values for ${length} rows`);
    }
    return builders[column.type](values, column.nullable, `${table.name}.${name}`, i);
  });
  return arrowOfData(table, length, children, origin);
}

/** The declared table from the Arrow data of each of its columns, in order. */
export function arrowOfData(table: Table, length: number, children: Data[], origin: Origin): ArrowTable {
  const fields = Object.entries(table.columns).map(
    ([name, column], i) => new Field(name, children[i]!.type, column.nullable, fieldMetadata(name, column))
  );
  const metadata = new Map([
    ["table", table.name],
    ["kind", origin.kind],
    ["schema_version", schemaVersion],
    ["inputs_sha256", JSON.stringify(origin.inputs)]
  ]);
  const schema = new Schema(fields, metadata);
  const struct = makeData({type: new Struct(fields), length, nullCount: 0, children});
  return new ArrowTable(schema, [new RecordBatch(schema, struct)]);
}

function fieldMetadata(name: string, column: Column<unknown>): Map<string, string> {
  const metadata = new Map([
    ["unit", column.unit ?? ""],
    ["label_en", column.label.en],
    ["label_zh", column.label.zh],
    ["definition_en", column.definition.en],
    ["definition_zh", column.definition.zh]
  ]);
  const percentile = /_p(\d\d)_/.exec(name);
  if (percentile !== null) metadata.set("sample_floor", String(sampleFloor(Number(percentile[1]) / 100)));
  return metadata;
}

const builders = {text: textData, boolean: boolData, instant: instantData, integer: integerData, number: floatData};

const isMissing = (value: unknown): boolean => value === null || value === undefined || Number.isNaN(value);

/** Bit i is set where value i is given; null when all are. */
function validity(values: Values, nullable: boolean, where: string): {bits: Uint8Array | null; nullCount: number} {
  let nullCount = 0;
  let bits: Uint8Array | null = null;
  for (let i = firstMissing(values); i < values.length; i++) {
    if (!isMissing(values[i])) continue;
    if (!nullable) throw new RangeError(`${where}, row ${i}: no value, but the column is not nullable`);
    if (bits === null) {
      bits = new Uint8Array(((values.length + 63) >> 6) << 3).fill(255);
      for (let j = values.length; j < bits.length * 8; j++) bits[j >> 3]! &= ~(1 << (j & 7));
    }
    bits[i >> 3]! &= ~(1 << (i & 7));
    nullCount++;
  }
  return {bits, nullCount};
}

/** Index of the first value that is not given, or their number: columns of numbers are long, and mostly whole. */
function firstMissing(values: Values): number {
  if (values instanceof Int32Array) return values.length;
  if (!(values instanceof Float64Array)) return 0;
  let i = 0;
  while (i < values.length && !Number.isNaN(values[i]!)) i++;
  return i;
}

function given(value: unknown, where: string, i: number): number {
  if (isMissing(value)) return 0;
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new RangeError(`${where}, row ${i}: not a finite number: ${String(value)}`);
  }
  return value;
}

function floatData(values: Values, nullable: boolean, where: string): Data {
  const {bits, nullCount} = validity(values, nullable, where);
  let data: Float64Array;
  if (values instanceof Float64Array && nullCount === 0) data = values;
  else {
    data = new Float64Array(values.length);
    for (let i = 0; i < values.length; i++) data[i] = given(values[i], where, i);
  }
  return fixedData("number", {length: values.length, nullCount, bits, data});
}

/** Int32, or Float64 when a value is too large for it. */
function integerData(values: Values, nullable: boolean, where: string): Data {
  const {bits, nullCount} = validity(values, nullable, where);
  if (values instanceof Int32Array) {
    return fixedData("integer", {length: values.length, nullCount, bits, data: values});
  }
  const data = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = given(values[i], where, i);
    if (!Number.isInteger(value)) throw new RangeError(`${where}, row ${i}: not a whole number: ${value}`);
    if (value !== Math.trunc(value) || value < -(2 ** 31) || value >= 2 ** 31)
      return floatData(values, nullable, where);
    data[i] = value;
  }
  return fixedData("integer", {length: values.length, nullCount, bits, data});
}

function instantData(values: Values, nullable: boolean, where: string): Data {
  const {bits, nullCount} = validity(values, nullable, where);
  const data = new BigInt64Array(values.length);
  for (let i = 0; i < values.length; i++) data[i] = BigInt(Math.round(given(values[i], where, i)));
  return fixedData("instant", {length: values.length, nullCount, bits, data});
}

function boolData(values: Values, nullable: boolean, where: string): Data {
  const {bits, nullCount} = validity(values, nullable, where);
  const data = new Uint8Array(((values.length + 63) >> 6) << 3);
  for (let i = 0; i < values.length; i++) if (values[i] === true || values[i] === 1) data[i >> 3]! |= 1 << (i & 7);
  return fixedData("boolean", {length: values.length, nullCount, bits, data});
}

/** A column's values as Arrow holds them, with a bit for each that is given; null when all are. */
interface Held<D> {
  readonly length: number;
  readonly nullCount: number;
  readonly bits: Uint8Array | null;
  readonly data: D;
}

/** Data of a column of numbers, instants or flags. Int32 where the values are. */
export function fixedData(
  type: "number" | "integer" | "instant" | "boolean",
  {bits: nullBitmap, data, ...rest}: Held<Float64Array | Int32Array | BigInt64Array | Uint8Array>
): Data {
  const held = {...rest, nullBitmap};
  if (type === "boolean") return makeData({type: new Bool(), ...held, data: data as Uint8Array});
  if (type === "instant") return makeData({type: new TimestampMillisecond("UTC"), ...held, data});
  if (data instanceof Int32Array) return makeData({type: new Int32(), ...held, data});
  return makeData({type: new Float64(), ...held, data: data as Float64Array});
}

/** Data of a column of texts: codes into the distinct texts in order of appearance. Its id is the column's, so that bytes do not vary. */
export function dictionaryData(
  texts: readonly string[],
  {bits: nullBitmap, ...held}: Held<Int32Array>,
  id: number
): Data {
  const type = new Dictionary(new Utf8(), new Int32(), id);
  return makeData({type, ...held, nullBitmap, dictionary: vectorFromArray([...texts], new Utf8())});
}

/** Dictionary of the distinct texts in order of appearance. */
function textData(values: Values, nullable: boolean, where: string, id: number): Data {
  const {bits, nullCount} = validity(values, nullable, where);
  const codes = new Map<string, number>();
  const data = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (isMissing(value)) continue;
    if (typeof value !== "string") throw new RangeError(`${where}, row ${i}: not a text: ${String(value)}`);
    let code = codes.get(value);
    if (code === undefined) codes.set(value, (code = codes.size));
    data[i] = code;
  }
  return dictionaryData([...codes.keys()], {length: values.length, nullCount, bits, data}, id);
}

/** Rows of an Arrow file that toArrow wrote for this table. A Problem when it is not such a file. */
export function fromArrow<R>(table: Table, bytes: Uint8Array, where: string): R[] {
  let arrow: ArrowTable;
  try {
    arrow = tableFromIPC(bytes);
  } catch (error) {
    throw new Problem("not an Arrow file", {where, error});
  }
  const names = Object.keys(table.columns);
  const found = arrow.schema.fields.map((field) => field.name);
  if (found.join() !== names.join()) {
    throw new Problem(`columns are not those of ${table.name}`, {
      where,
      value: found,
      remedy: "prepare the data again"
    });
  }
  const rows: Record<string, unknown>[] = Array.from({length: arrow.numRows}, () => ({}));
  for (const name of names) {
    let i = 0;
    const instant = table.columns[name]!.type === "instant";
    for (const value of arrow.getChild(name)! as Iterable<unknown>) {
      rows[i++]![name] = instant && value !== null ? Number(value) : value;
    }
  }
  return rows as R[];
}
