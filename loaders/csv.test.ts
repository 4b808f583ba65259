import {csvParse} from "d3-dsv";
import * as fc from "fast-check";
import {expect, test} from "vitest";
import {flagOrNull, instantOrNull, numberOrNull, table, text} from "../src/model/table.js";
import {fromCsv, toCsv} from "./csv.js";
import {thing, things as typed} from "./testing/things.js";

const things = table(
  "things",
  {en: "Things", zh: "东西"},
  {
    id: text("Id", "编号"),
    x_ms: numberOrNull("X", "X", "ms"),
    ok: flagOrNull("Fine", "正常"),
    at_utc: instantOrNull("At", "时刻")
  }
);

test("toCsv writes names, full precision, instants in UTC, and nothing for null", () => {
  const rows = [
    {id: "a", x_ms: 0.1 + 0.2, ok: true, at_utc: 0},
    {id: "中", x_ms: -1e-9, ok: null, at_utc: null}
  ];
  expect(toCsv(things, rows)).toBe(
    "id,x_ms,ok,at_utc\r\na,0.30000000000000004,true,1970-01-01T00:00:00.000Z\r\n中,-1e-9,,\r\n"
  );
});

test("any text comes out again, save that a formula is headed by an apostrophe", () => {
  fc.assert(
    fc.property(
      fc.string({unit: fc.constantFrom(...'ab",\r\n=+-@\t é中'.split(""))}),
      fc.double({noNaN: true}),
      (id, x_ms) => {
        const [row] = csvParse(toCsv(things, [{id, x_ms, ok: false, at_utc: null}]));
        expect(row!.id).toBe(/^'*\s*[=+\-@\t\r]/.test(id) ? `'${id}` : id);
        expect(Number(row!.x_ms)).toBe(x_ms);
      }
    )
  );
});

test("what goes into CSV comes out again; an apostrophe before a formula is no loss", () => {
  const texts = fc.oneof(fc.string(), fc.constantFrom("=1", "'=1", "''-x", "'quiet", 'a "b"\r\nc,d'));
  fc.assert(
    fc.property(fc.array(thing, {maxLength: 20}), fc.array(texts, {minLength: 20, maxLength: 20}), (rows, ids) => {
      const given = rows.map((row, i) => ({...row, id: ids[i]!}));
      expect(fromCsv(typed, toCsv(typed, given), "f.csv")).toEqual(given);
    })
  );
});

test("fromCsv refuses what toCsv never writes", () => {
  expect(() => fromCsv(typed, "a,b\n1,2", "f.csv")).toThrow(/^f\.csv: columns are not those of things: \["a","b"\]/);
  const header = Object.keys(typed.columns).join(",");
  expect(() => fromCsv(typed, `${header}\nx,,many,,,,,`, "f.csv")).toThrow(
    'f.csv, row 1, n: not of type integer: "many"'
  );
});
