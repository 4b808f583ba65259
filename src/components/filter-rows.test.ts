import {JSDOM} from "jsdom";
import {expect, test} from "vitest";
import {filterRows} from "./filter-rows.js";

test("a search field leaves the rows that hold all of its words, in any case, and tells how many", () => {
  const {document, Event} = new JSDOM(
    `<p hidden><input data-rows="t"><span data-rows-count="t"></span></p><div id="t"><table><thead><tr><th>Run</th></tr></thead>
    <tbody><tr><td>a</td><td>H100 measured</td></tr><tr><td>b</td><td>H100 simulated</td></tr><tr><td>c</td><td>L40S</td></tr></tbody></table></div>`
  ).window;
  const field = document.querySelector("input")!;
  filterRows(field);
  expect(document.querySelector("p")!.hidden).toBe(false);
  const shown = (value: string): string[] => {
    field.value = value;
    field.dispatchEvent(new Event("input"));
    return [...document.querySelectorAll<HTMLTableRowElement>("tbody tr")]
      .filter((row) => !row.hidden)
      .map((row) => row.cells[0]!.textContent);
  };
  expect(shown("h100")).toEqual(["a", "b"]);
  expect(document.querySelector("span")!.textContent).toBe("2 / 3");
  expect(shown("h100  SIM")).toEqual(["b"]);
  expect(shown("x")).toEqual([]);
  expect(shown("")).toEqual(["a", "b", "c"]);
});
