/**
 * Lets a search field hide the rows of the table below the element that it names, unless they hold all of its words in any
 * case; the number of rows that are left is told beside it.
 */
export function filterRows(field: HTMLInputElement): void {
  const {ownerDocument: document} = field;
  const id = field.dataset["rows"] ?? "";
  const rows = [...(document.getElementById(id)?.querySelectorAll<HTMLTableRowElement>("tbody tr") ?? [])];
  const count = document.querySelector(`[data-rows-count="${id}"]`);
  const box = field.closest<HTMLElement>("[hidden]");
  if (rows.length === 0) return;
  if (box !== null) box.hidden = false;
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown++;
    }
    if (count !== null) count.textContent = `${shown} / ${rows.length}`;
  });
}
