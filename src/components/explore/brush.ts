import {linkedAttribute} from "./linked.js";

/**
 * A rectangle drawn with mouse or pen on a chart selects the marks whose middle it holds; while it grows they are
 * previewed. Fingers scroll, and tap marks.
 */
export function makeBrush(
  svg: SVGSVGElement,
  preview: (indices: readonly number[]) => void,
  select: (indices: readonly number[], more?: boolean) => void
): void {
  svg.classList.add("brushable");
  svg.addEventListener("pointerdown", (event) => {
    const onMark = (event.target as Element).closest("[data-name]") !== null;
    if (event.pointerType === "touch" || event.button !== 0 || onMark) return;
    event.preventDefault();
    const from = {x: event.clientX, y: event.clientY};
    // Read once: nothing moves while the rectangle is drawn.
    const middles = [...svg.querySelectorAll("[data-name]")].map((mark) => {
      const {left, right, top, bottom} = mark.getBoundingClientRect();
      const indices = mark.getAttribute(linkedAttribute)!.split(" ").map(Number);
      return {x: (left + right) / 2, y: (top + bottom) / 2, indices};
    });
    const toChart = svg.getScreenCTM()!.inverse();
    const rect = svg.ownerDocument.createElementNS("http://www.w3.org/2000/svg", "rect");
    rect.setAttribute("class", "brush");
    svg.append(rect);
    const held = (to: {x: number; y: number}): number[] => {
      const [x0, x1, y0, y1] = [
        Math.min(from.x, to.x),
        Math.max(from.x, to.x),
        Math.min(from.y, to.y),
        Math.max(from.y, to.y)
      ];
      return middles.flatMap(({x, y, indices}) => (x >= x0 && x <= x1 && y >= y0 && y <= y1 ? indices : []));
    };
    const move = ({clientX, clientY}: PointerEvent): void => {
      const a = new DOMPoint(from.x, from.y).matrixTransform(toChart);
      const b = new DOMPoint(clientX, clientY).matrixTransform(toChart);
      rect.setAttribute("x", String(Math.min(a.x, b.x)));
      rect.setAttribute("y", String(Math.min(a.y, b.y)));
      rect.setAttribute("width", String(Math.abs(a.x - b.x)));
      rect.setAttribute("height", String(Math.abs(a.y - b.y)));
      preview(held({x: clientX, y: clientY}));
    };
    const up = ({clientX, clientY, shiftKey, ctrlKey, metaKey}: PointerEvent): void => {
      stop();
      const indices = held({x: clientX, y: clientY});
      select(indices, shiftKey || ctrlKey || metaKey);
    };
    const stop = (): void => {
      rect.remove();
      svg.removeEventListener("pointermove", move);
      svg.removeEventListener("pointerup", up);
      svg.removeEventListener("pointercancel", stop);
    };
    svg.setPointerCapture(event.pointerId);
    svg.addEventListener("pointermove", move);
    svg.addEventListener("pointerup", up);
    svg.addEventListener("pointercancel", stop);
  });
}
