import {tableFromIPC, tableToIPC, type Data, type Table as ArrowTable, type Vector} from "apache-arrow";
import {Problem} from "../src/model/problem.js";
import type {ColumnType, Table} from "../src/model/table.js";
import {arrowOfData, dictionaryData, fixedData, type Origin} from "./arrow.js";

/**
 * One Arrow file of the rows of several that toArrow wrote for this table, in order: the same bytes that toArrow gives for
 * all the rows, without an object for each row.
 */
export function joinArrow(table: Table, files: readonly Uint8Array[], origin: Origin): Uint8Array {
  const parts = files.map((bytes) => tableFromIPC(bytes)).filter((part) => part.numRows > 0);
  const length = parts.reduce((sum, part) => sum + part.numRows, 0);
  const children = Object.entries(table.columns).map(([name, {type}], i) =>
    column(
      type,
      parts.map((part) => chunkOf(part, name, table.name)),
      length,
      i
    )
  );
  return tableToIPC(arrowOfData(table, length, children, origin), "file");
}

/** The only chunk of a column: toArrow writes one batch. */
function chunkOf(part: ArrowTable, name: string, where: string): Data {
  const vector: Vector | null = part.getChild(name);
  const [data, ...more] = vector?.data ?? [];
  if (data === undefined || more.length > 0 || data.offset !== 0)
    throw new Problem("not a table of the cache", {where: `${where}.${name}`, remedy: "remove .cache/loaders"});
  return data;
}

function column(type: ColumnType, chunks: readonly Data[], length: number, id: number): Data {
  const {bits, nullCount} = validity(chunks, length);
  if (type === "text") {
    const codes = new Map<string, number>();
    const data = new Int32Array(length);
    eachChunk(chunks, (chunk, from) => {
      const local: string[] = [...(chunk.dictionary as Vector)] as string[];
      const own = Int32Array.from(local, (text) => {
        const known = codes.get(text) ?? codes.size;
        codes.set(text, known);
        return known;
      });
      const values = chunk.values as Int32Array;
      for (let i = 0; i < chunk.length; i++) if (isGiven(chunk, i)) data[from + i] = own[values[i]!]!;
    });
    return dictionaryData([...codes.keys()], {length, nullCount, bits, data}, id);
  }
  if (type === "boolean") {
    const data = new Uint8Array(((length + 63) >> 6) << 3);
    eachChunk(chunks, (chunk, from) => {
      const values = chunk.values as Uint8Array;
      for (let i = 0; i < chunk.length; i++)
        if ((values[i >> 3]! >> (i & 7)) & 1) data[(from + i) >> 3]! |= 1 << ((from + i) & 7);
    });
    return fixedData(type, {length, nullCount, bits, data});
  }
  const Values =
    type === "instant"
      ? BigInt64Array
      : type === "integer" && chunks.every(({values}) => values instanceof Int32Array)
        ? Int32Array
        : Float64Array;
  const data = new Values(length);
  eachChunk(chunks, (chunk, from) => {
    // All of one chunk's values are numbers, or all are bigints: that is what the column's type says.
    (data as Float64Array).set((chunk.values as Float64Array).subarray(0, chunk.length), from);
  });
  return fixedData(type, {length, nullCount, bits, data});
}

function eachChunk(chunks: readonly Data[], act: (chunk: Data, from: number) => void): void {
  let from = 0;
  for (const chunk of chunks) {
    act(chunk, from);
    from += chunk.length;
  }
}

function isGiven({nullCount, nullBitmap}: Data, i: number): boolean {
  return nullCount === 0 || ((nullBitmap[i >> 3]! >> (i & 7)) & 1) === 1;
}

/** As arrow.ts makes it: bit i is set where value i is given; null when all are. */
function validity(chunks: readonly Data[], length: number): {bits: Uint8Array | null; nullCount: number} {
  const nullCount = chunks.reduce((sum, chunk) => sum + chunk.nullCount, 0);
  if (nullCount === 0) return {bits: null, nullCount};
  const bits = new Uint8Array(((length + 63) >> 6) << 3);
  eachChunk(chunks, (chunk, from) => {
    for (let i = 0; i < chunk.length; i++) if (isGiven(chunk, i)) bits[(from + i) >> 3]! |= 1 << ((from + i) & 7);
  });
  return {bits, nullCount};
}
