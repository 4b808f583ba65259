import type {DataType} from "apache-arrow";
import type {TableView} from "../view.js";

/** A view's rows as an Arrow file: numbers as Float64, all else as text; absent values are null. */
export async function arrowOf({columns, rows, fileRows}: TableView): Promise<Uint8Array> {
  const {Float64, makeBuilder, Table, tableToIPC, Utf8} = await import("apache-arrow");
  const all = fileRows ?? rows;
  // Not vectorFromArray: for nulls it makes a function out of text, which the pages' security policy forbids.
  const vector = <T extends DataType>(type: T, values: readonly (T["TValue"] | null)[]) => {
    const builder = makeBuilder({type});
    for (const [i, value] of values.entries()) {
      if (value === null) builder.setValid(i, false);
      else builder.set(i, value);
    }
    return builder.finish().toVector();
  };
  const vectors = Object.fromEntries(
    columns.map(({name, numeric}) => [
      name,
      numeric
        ? vector(
            new Float64(),
            all.map((row) => (typeof row[name] === "number" ? row[name] : null))
          )
        : vector(
            new Utf8(),
            all.map((row) => (row[name] == null ? null : String(row[name])))
          )
    ])
  );
  return tableToIPC(new Table(vectors as unknown as Record<string, never>), "file");
}
