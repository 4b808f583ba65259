import {parquetWriteBuffer} from "hyparquet-writer";
import type {Table} from "../src/model/table.js";
import type {Origin} from "./arrow.js";

const types = {text: "STRING", boolean: "BOOLEAN", instant: "TIMESTAMP", number: "DOUBLE", integer: "INT32"} as const;

/**
 * Rows as a Parquet file (Snappy). Parquet keeps no metadata of a column that readers show, so units, labels and
 * definitions of all columns stand in the file's metadata as JSON under `columns`, beside its kind and origin.
 * A column of whole numbers too large for 32 bits is stored as DOUBLE, as in Arrow.
 */
export function toParquet(
  table: Table,
  rows: readonly Readonly<Record<string, unknown>>[],
  origin: Origin
): Uint8Array {
  const columnData = Object.entries(table.columns).map(([name, column]) => {
    const data = rows.map((row) => given(row[name], column.type === "instant"));
    const large = column.type === "integer" && data.some((x) => typeof x === "number" && x !== (x | 0));
    return {name, data, type: large ? ("DOUBLE" as const) : types[column.type], nullable: true};
  });
  const described = Object.entries(table.columns).map(([name, {unit, label, definition}]) => ({
    name,
    unit,
    label,
    definition
  }));
  const kvMetadata = [
    {key: "table", value: table.name},
    {key: "kind", value: origin.kind},
    {key: "inputs_sha256", value: JSON.stringify(origin.inputs)},
    {key: "columns", value: JSON.stringify(described)}
  ];
  return new Uint8Array(parquetWriteBuffer({columnData, kvMetadata}));
}

function given(value: unknown, instant: boolean): unknown {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  return instant ? new Date(value as number) : value;
}
