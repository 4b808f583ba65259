import * as Plot from "@observablehq/plot";
import type {Markish} from "@observablehq/plot";
import {originPage} from "./origin.js";

/** Marks that stand for one row each: where they are drawn one element a row, a click can ask where the row comes from. */
const kinds = [Plot.Dot, Plot.BarX, Plot.BarY];

/** Marks whose elements name their rows (data-row) where a row's `id` has an origin to open. Marks within lists are found. */
export function namingRows(marks: Markish): Markish {
  if (Array.isArray(marks)) return marks.map(namingRows);
  if (kinds.some((kind) => marks instanceof kind)) nameRows(marks as unknown as Drawn);
  return marks;
}

/** What Plot's marks hold at run time: their data, as given, and the function that draws them. */
interface Drawn {
  readonly data?: unknown;
  render: (this: unknown, index: ArrayLike<number>, ...rest: readonly unknown[]) => SVGElement | null;
}

function nameRows(mark: Drawn): void {
  const {data, render} = mark;
  if (!Array.isArray(data)) return;
  mark.render = function (index, ...rest) {
    const g = render.call(this, index, ...rest);
    const elements = [...(g?.children ?? [])];
    if (elements.length !== index.length) return g; // drawn as a whole: no element is a row's
    for (const [k, element] of elements.entries()) {
      const id = (data[index[k]!] as {id?: unknown} | undefined)?.id;
      if (typeof id === "string" && originPage(id, "en") !== null) element.setAttribute("data-row", id);
    }
    return g;
  };
}
