import {expect, test} from "vitest";
import {tables, type TableName} from "../src/model/dataset.js";
import {flag, instantOrNull, integer, numberOrNull, table, textOrNull} from "../src/model/table.js";
import {joinArrow} from "./arrow-join.js";
import {toArrow} from "./arrow.js";
import {realDataset} from "./testing/real.js";

const origin = {kind: "measured", inputs: {a: "1"}};

test.each(["points", "requests", "itl", "telemetry", "servers"] as const satisfies readonly TableName[])(
  "%s of the real runs, joined run by run, are the bytes that all rows give at once",
  (name) => {
    const rows: readonly Readonly<Record<string, unknown>>[] = realDataset()[name];
    const runOf = (row: Readonly<Record<string, unknown>>): string =>
      typeof row["run"] === "string" ? row["run"] : String(row["point_id"]).split("/")[1]!;
    const runs = [...new Set(rows.map(runOf))];
    expect(runs.length).toBeGreaterThan(1);
    const files = runs.map((run) =>
      toArrow(
        tables[name],
        rows.filter((row) => runOf(row) === run),
        {kind: "cache", inputs: {}}
      )
    );
    const joined = joinArrow(tables[name], files, origin);
    expect(Buffer.from(joined).equals(toArrow(tables[name], rows, origin))).toBe(true);
  }
);

test("nulls, numbers too large for Int32, empty parts and shared texts are joined as they would be written at once", () => {
  const odd = table(
    "odd",
    {en: "", zh: ""},
    {
      t: textOrNull("", ""),
      n: numberOrNull("", ""),
      i: integer("", ""),
      f: flag("", ""),
      u: instantOrNull("", "")
    }
  );
  const parts = [
    [
      {t: "a", n: 1, i: 1, f: true, u: 5},
      {t: null, n: null, i: 2, f: false, u: null}
    ],
    [],
    [
      {t: "b", n: null, i: 2 ** 40, f: true, u: 6},
      {t: "a", n: -0, i: 3, f: true, u: 7}
    ],
    Array.from({length: 70}, (_, k) => ({t: k % 3 === 0 ? null : `t${k % 5}`, n: k, i: k, f: k % 2 === 0, u: k}))
  ];
  const files = parts.map((rows) => toArrow(odd, rows, origin));
  expect(Buffer.from(joinArrow(odd, files, origin)).equals(toArrow(odd, parts.flat(), origin))).toBe(true);
  expect(Buffer.from(joinArrow(odd, [], origin)).equals(toArrow(odd, [], origin))).toBe(true);
});
