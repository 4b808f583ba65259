/**
 * Gives every header cell of a table a button that sorts its rows by the full values (`<data value>`), numbers as
 * numbers and text as text, empty cells last; `aria-sort` tells the order.
 */
export function makeSortable(table: HTMLTableElement): void {
  const body = table.tBodies[0];
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  if (body === undefined || body.rows.length < 3) return;
  heads.forEach((head, column) => {
    const button = table.ownerDocument.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const ascending = head.getAttribute("aria-sort") !== "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      const rows = [...body.rows].map((row) => ({row, key: keyOf(row.cells[column])}));
      rows.sort((a, b) => compare(a.key, b.key, ascending ? 1 : -1));
      body.append(...rows.map(({row}) => row));
    });
  });
}

type Key = number | string | null;

function keyOf(cell: HTMLTableCellElement | undefined): Key {
  const value = cell?.querySelector("data")?.getAttribute("value");
  if (value != null && value !== "" && Number.isFinite(Number(value))) return Number(value);
  const text = cell?.textContent?.trim() ?? "";
  return text === "" || text === "–" ? null : text;
}

/** Empty cells stand last in both directions; numbers before text. */
export function compare(a: Key, b: Key, direction: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === "number" && typeof b === "number") return direction * (a - b);
  if (typeof a === "string" && typeof b === "string") return direction * a.localeCompare(b, "en", {numeric: true});
  return direction * (typeof a === "number" ? -1 : 1);
}
