import {csvParseRows} from "d3-dsv";
import * as fc from "fast-check";
import {expect, test} from "vitest";
import {csvOf, csvText, fromCsvText} from "./csv-text.js";

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "'=1", '=HYPERLINK("http://a.example")'])(
  "%j is no formula in a spreadsheet, and comes back",
  (text) => {
    const [[cell]] = csvParseRows(csvText(text)) as [[string]];
    expect(cell).toBe(`'${text}`);
    expect(fromCsvText(cell)).toBe(text);
  }
);

test("any rows come back through any reader of CSV", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({a: fc.string({minLength: 1}), b: fc.double({noNaN: true})}), {minLength: 1}),
      (rows) => {
        const [, ...back] = csvParseRows(csvOf(rows, ["a", "b"]));
        expect(back.map(([a, b]) => ({a: fromCsvText(a!), b: Number(b)}))).toEqual(
          rows.map(({a, b}) => ({a, b: b + 0}))
        );
        for (const [a] of back) expect(a).not.toMatch(/^[=+\-@\t\r]/);
      }
    )
  );
});
