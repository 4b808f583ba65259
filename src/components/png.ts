import {resolveColors} from "./palette.js";

/** Draws an SVG of the page on a canvas at twice its size, on white, and hands it to the reader as a PNG file. */
export async function downloadPng(svg: SVGSVGElement, name: string): Promise<void> {
  const {width, height} = svg.viewBox.baseVal;
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.setAttribute("font-family", getComputedStyle(svg).fontFamily);
  copy.style.fontFamily = getComputedStyle(svg).fontFamily;
  const source = resolveColors(new XMLSerializer().serializeToString(copy));
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  const context = canvas.getContext("2d")!;
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(2, 2);
  context.drawImage(image, 0, 0);
  const link = document.createElement("a");
  link.download = name;
  link.href = canvas.toDataURL("image/png");
  link.click();
}
