import * as fc from "fast-check";
import {parquetMetadata, parquetReadObjects} from "hyparquet";
import {expect, test} from "vitest";
import {toParquet} from "./parquet.js";
import {thing, things} from "./testing/things.js";

const origin = {kind: "measured", inputs: {"data/a": "00"}};

test("what goes into Parquet comes out again", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(thing, {maxLength: 60}), async (rows) => {
      const bytes = toParquet(things, rows, origin);
      const back = await parquetReadObjects({file: bytes.buffer as ArrayBuffer});
      const instants = back.map((row) => ({
        ...row,
        at: row["at"] instanceof Date ? row["at"].getTime() : (row["at"] ?? null)
      }));
      expect(instants).toEqual(rows);
    }),
    {numRuns: 50}
  );
});

test("the file says what its columns are", () => {
  const bytes = toParquet(things, [], origin);
  const pairs = parquetMetadata(bytes.buffer as ArrayBuffer).key_value_metadata ?? [];
  const columns = JSON.parse(pairs.find(({key}) => key === "columns")!.value!) as {name: string; unit: string | null}[];
  expect(columns.find(({name}) => name === "x")).toEqual({
    name: "x",
    unit: "W",
    label: {en: "Power", zh: "功耗"},
    definition: {en: "mean power", zh: "平均功耗"}
  });
  expect(pairs.find(({key}) => key === "kind")!.value).toBe("measured");
});
