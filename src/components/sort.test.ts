import {JSDOM} from "jsdom";
import {expect, it} from "vitest";
import {compare, makeSortable} from "./sort.js";

function sample(): {table: HTMLTableElement; column: () => string[]} {
  const {document} = new JSDOM(
    `<table><thead><tr><th>a</th></tr></thead><tbody>${["<td><data value=10>10.0</data></td>", "<td>–</td>", "<td><data value=9.5>9.50</data></td>"].map((cell) => `<tr>${cell}</tr>`).join("")}</tbody></table>`
  ).window;
  const table = document.querySelector("table")!;
  return {table, column: () => [...table.tBodies[0]!.rows].map((row) => row.textContent ?? "")};
}

it("sorts by the full value, not by the text, empty cells last in both directions", () => {
  const {table, column} = sample();
  makeSortable(table);
  const button = table.querySelector("button")!;
  button.click();
  expect(column()).toEqual(["9.50", "10.0", "–"]);
  expect(table.querySelector("th")!.getAttribute("aria-sort")).toBe("ascending");
  button.click();
  expect(column()).toEqual(["10.0", "9.50", "–"]);
  expect(table.querySelector("th")!.getAttribute("aria-sort")).toBe("descending");
});

it("orders numbers in text by their value", () => {
  expect(["c16", "c4", "c128"].sort((a, b) => compare(a, b, 1))).toEqual(["c4", "c16", "c128"]);
});
