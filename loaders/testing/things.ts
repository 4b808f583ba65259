import * as fc from "fast-check";
import {
  flagOrNull,
  instantOrNull,
  integer,
  integerOrNull,
  metric,
  numberOrNull,
  table,
  text,
  textOrNull,
  type Row
} from "../../src/model/table.js";

/** A table with a column of every type, for tests of storage formats. */
export const things = table(
  "things",
  {en: "Things", zh: "东西"},
  {
    id: text("Id", "编号"),
    note: textOrNull("Note", "备注"),
    n: integer("Number", "数量", "requests"),
    m: integerOrNull("More", "更多"),
    x: numberOrNull("Power", "功耗", "W", "mean power", "平均功耗"),
    ttft_p99_ms: metric("ttft_p99_ms"),
    ok: flagOrNull("Fine", "正常"),
    at: instantOrNull("At", "时刻")
  }
);
export type Thing = Row<typeof things>;

/** Any row of it. */
export const thing = fc.record<Thing>({
  id: fc.string(),
  note: fc.option(fc.constantFrom("a", "b", "中文")),
  n: fc.integer({min: -(2 ** 31), max: 2 ** 31 - 1}),
  m: fc.option(fc.integer()),
  x: fc.option(fc.double({noNaN: true, noDefaultInfinity: true})),
  ttft_p99_ms: fc.option(fc.double({noNaN: true, noDefaultInfinity: true})),
  ok: fc.option(fc.boolean()),
  at: fc.option(fc.integer({min: 0, max: 4e12}))
});
