import type {RenderFunction} from "@observablehq/plot";

/** Attribute of every mark that stands for points of the model: their indices, with spaces between. */
export const linkedAttribute = "data-points";

/**
 * Options of a Plot mark whose elements are told apart: each carries the indices of its points and, for those who do
 * not see it, its name. A mark that draws one element a row gives each its own; one that draws a single element for
 * all, as a line does, gives it them all.
 */
export function linked<D>(
  rows: readonly D[],
  pointsOf: (row: D) => readonly number[],
  nameOf?: (row: D) => string
): {render: RenderFunction} {
  return {
    render(index, scales, values, dimensions, context, next) {
      const g = next!(index, scales, values, dimensions, context);
      const children = [...(g?.children ?? [])];
      if (children.length === 1 && rows.length > 1) {
        children[0]!.setAttribute(linkedAttribute, [...new Set(rows.flatMap(pointsOf))].join(" "));
        return g;
      }
      for (const [k, element] of children.entries()) {
        const row = rows[Number(index[k])];
        if (row === undefined) continue;
        element.setAttribute(linkedAttribute, pointsOf(row).join(" "));
        if (nameOf !== undefined) element.setAttribute("data-name", nameOf(row));
      }
      return g;
    }
  };
}
