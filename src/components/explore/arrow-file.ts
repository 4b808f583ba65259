import type {TableView} from "../view.js";

/** A view's rows as an Arrow file: numbers as Float64, all else as text; absent values are null. */
export async function arrowOf({columns, rows, fileRows}: TableView): Promise<Uint8Array> {
  const {Float64, Table, tableToIPC, Utf8, vectorFromArray} = await import("apache-arrow");
  const all = fileRows ?? rows;
  const vectors = Object.fromEntries(
    columns.map(({name, numeric}) => [
      name,
      numeric
        ? vectorFromArray(
            all.map((row) => (typeof row[name] === "number" ? row[name] : null)),
            new Float64()
          )
        : vectorFromArray(
            all.map((row) => (row[name] == null ? null : String(row[name]))),
            new Utf8()
          )
    ])
  );
  return tableToIPC(new Table(vectors as unknown as Record<string, never>), "file");
}
