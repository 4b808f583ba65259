/** Marks of a chart that can be selected: each has a name. */
const marks = "[data-name]";

/**
 * Makes the marks of a chart one stop of the Tab key: arrow keys, Home and End move among them, from left to right and
 * from top to bottom. Each is a box to check, named for those who do not see it.
 */
export function makeRoving(svg: SVGSVGElement): void {
  const all = [...svg.querySelectorAll<SVGElement>(marks)];
  for (const mark of all) {
    mark.setAttribute("role", "checkbox");
    mark.setAttribute("aria-checked", "false");
    mark.setAttribute("aria-label", mark.getAttribute("data-name")!);
    mark.setAttribute("tabindex", "-1");
  }
  all[0]?.setAttribute("tabindex", "0");
  let order: SVGElement[] | undefined;
  svg.addEventListener("keydown", (event) => {
    const from = (event.target as Element).closest<SVGElement>(marks);
    if (from === null) return;
    order ??= inReadingOrder(all);
    const at = order.indexOf(from);
    const to = target(event.key, at, order.length);
    if (to === null) return;
    event.preventDefault();
    from.setAttribute("tabindex", "-1");
    order[to]!.setAttribute("tabindex", "0");
    order[to]!.focus();
  });
}

function target(key: string, at: number, n: number): number | null {
  if (key === "ArrowRight" || key === "ArrowDown") return (at + 1) % n;
  if (key === "ArrowLeft" || key === "ArrowUp") return (at + n - 1) % n;
  if (key === "Home") return 0;
  return key === "End" ? n - 1 : null;
}

function inReadingOrder(all: readonly SVGElement[]): SVGElement[] {
  const at = new Map(all.map((mark) => [mark, mark.getBoundingClientRect()]));
  return all.toSorted((a, b) => at.get(a)!.left - at.get(b)!.left || at.get(a)!.top - at.get(b)!.top);
}
