import {csvParse} from "d3";
import {expect, test} from "vitest";
import {csvRows} from "./csv-rows.js";

test("rows as d3's csvParse gives them, names of JavaScript's own included", () => {
  const text = 'a,"b ""c""",__proto__\r\n1,"x\n,y",z\n2,,\n3\n';
  const ours = csvRows(text);
  expect(ours.map((row) => row['b "c"'])).toEqual(["x\n,y", "", undefined]);
  expect(Object.hasOwn(ours[0]!, "__proto__")).toBe(true);
  const plain = "a,b\n1,2\n3,4\n";
  expect(csvRows(plain)).toEqual([...csvParse(plain)]);
});
