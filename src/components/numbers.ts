// Every number that names its row opens where it comes from: by click, and by keyboard with one stop for each table,
// card or paragraph, inside which arrows move from number to number.

const groups = "table, .card, p, li";
const numbers = "data[data-row]";
/** Marks of charts, too, by click; the keyboard has the same rows in the table under each chart. In Explore a click selects. */
const clickable = `${numbers}, svg [data-row]:not([data-explore] *)`;

/** Makes the numbers of a page openers of their origin; again after parts of it were drawn anew. */
export function openNumbers(open: (number: HTMLElement | SVGElement) => void): void {
  mark();
  document.addEventListener("redrawn", mark);
  document.addEventListener("click", ({target}) => {
    const number = target instanceof Element ? target.closest<HTMLElement | SVGElement>(clickable) : null;
    if (number !== null) open(number);
  });
  document.addEventListener("keydown", (event) => {
    const number = numberAt(event.target);
    if (number === null) return;
    if (event.key === "Enter" || event.key === " ") open(number);
    else if (!move(number, event.key)) return;
    event.preventDefault();
  });
}

function mark(): void {
  const seen = new Set<Element>();
  for (const number of document.querySelectorAll<HTMLElement>(numbers)) {
    const group = number.closest(groups) ?? document.body;
    number.setAttribute("role", "button");
    number.setAttribute("aria-haspopup", "dialog");
    number.tabIndex = seen.has(group) ? -1 : 0;
    seen.add(group);
  }
}

function numberAt(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(numbers) : null;
}

/** Moves the focus within the group: along a line with left and right, to the same column with up and down. */
function move(number: HTMLElement, key: string): boolean {
  const group = number.closest(groups) ?? document.body;
  const all = [...group.querySelectorAll<HTMLElement>(numbers)].filter((one) => one.checkVisibility());
  const at = all.indexOf(number);
  const next =
    key === "ArrowRight"
      ? all[at + 1]
      : key === "ArrowLeft"
        ? all[at - 1]
        : key === "Home"
          ? all[0]
          : key === "End"
            ? all.at(-1)
            : vertical(number, key);
  if (next === null || next === undefined) return key.startsWith("Arrow");
  number.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
  return true;
}

function vertical(number: HTMLElement, key: string): HTMLElement | null {
  if (key !== "ArrowUp" && key !== "ArrowDown") return null;
  const cell = number.closest<HTMLTableCellElement>("td, th");
  if (cell === null) return null;
  let row = cell.closest("tr");
  while (row !== null) {
    row = (key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling) as HTMLTableRowElement | null;
    const found = row?.cells[cell.cellIndex]?.querySelector<HTMLElement>(numbers);
    if (found !== null && found !== undefined) return found;
  }
  return null;
}
