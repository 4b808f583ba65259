import {tableFromIPC} from "apache-arrow";
import * as fc from "fast-check";
import {expect, test} from "vitest";
import {table} from "../src/model/table.js";
import {fromArrow, toArrow} from "./arrow.js";
import {thing, things, type Thing} from "./testing/things.js";

const origin = {kind: "measured", inputs: {"data/a": "00"}};

test("what goes into Arrow comes out again", () => {
  fc.assert(
    fc.property(fc.array(thing, {maxLength: 130}), (rows) => {
      expect(fromArrow(things, toArrow(things, rows, origin), "f")).toEqual(rows);
    })
  );
});

test("a column that is null throughout stays so, and no row gives an empty table", () => {
  const empty: Thing = {id: "", note: null, n: 0, m: null, x: null, ttft_p99_ms: null, ok: null, at: null};
  expect(fromArrow(things, toArrow(things, [empty, empty], origin), "f")).toEqual([empty, empty]);
  expect(fromArrow(things, toArrow(things, [], origin), "f")).toEqual([]);
});

test("the file describes itself", () => {
  const {schema} = tableFromIPC(toArrow(things, [], origin));
  expect(Object.fromEntries(schema.metadata)).toEqual({
    table: "things",
    kind: "measured",
    schema_version: "1",
    inputs_sha256: '{"data/a":"00"}'
  });
  expect(Object.fromEntries(schema.fields[4]!.metadata)).toEqual({
    unit: "W",
    label_en: "Power",
    label_zh: "功耗",
    definition_en: "mean power",
    definition_zh: "平均功耗"
  });
  expect(schema.fields[5]!.metadata.get("sample_floor")).toBe("662");
  expect(schema.fields.map(({type}) => String(type))).toEqual([
    "Dictionary<Int32, Utf8>",
    "Dictionary<Int32, Utf8>",
    "Int32",
    "Int32",
    "Float64",
    "Float64",
    "Bool",
    "Timestamp<MILLISECOND, UTC>"
  ]);
  expect(schema.fields.map(({nullable}) => nullable)).toEqual([false, true, false, true, true, true, true, true]);
});

test("integers too large for 32 bits are kept whole as Float64", () => {
  const large: Thing = {id: "a", note: null, n: 2 ** 40 + 1, m: null, x: null, ttft_p99_ms: null, ok: null, at: null};
  const bytes = toArrow(things, [large], origin);
  expect(String(tableFromIPC(bytes).schema.fields[2]!.type)).toBe("Float64");
  expect(fromArrow(things, bytes, "f")).toEqual([large]);
});

test("the same rows give the same bytes, whatever was written before", () => {
  const rows = fc.sample(thing, {numRuns: 20, seed: 1});
  const first = toArrow(things, rows, origin);
  toArrow(things, [], origin);
  expect(Buffer.from(toArrow(things, rows, origin)).equals(Buffer.from(first))).toBe(true);
});

test("toArrow refuses what a column does not hold", () => {
  const fine: Thing = {id: "a", note: null, n: 1, m: null, x: null, ttft_p99_ms: null, ok: null, at: null};
  const write = (change: object) => () => toArrow(things, [{...fine, ...change}], origin);
  expect(write({id: null})).toThrow("things.id, row 0: no value, but the column is not nullable");
  expect(write({n: 1.5})).toThrow("things.n, row 0: not a whole number: 1.5");
  expect(write({x: Infinity})).toThrow("things.x, row 0: not a finite number: Infinity");
  expect(write({x: "1"})).toThrow("things.x, row 0: not a finite number: 1");
  expect(write({note: 1})).toThrow("things.note, row 0: not a text: 1");
});

test("fromArrow refuses other files", () => {
  expect(() => fromArrow(things, Buffer.from("no arrow"), "x.arrow")).toThrow(/^x\.arrow: /);
  const other = table("other", things.title, {id: things.columns.id});
  expect(() => fromArrow(things, toArrow(other, [], origin), "x.arrow")).toThrow(
    /^x\.arrow: columns are not those of things/
  );
});
