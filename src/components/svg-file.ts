import {resolveColors} from "./palette.js";

/** The source of a chart as a file of its own: colours resolved, white ground, a font that every machine has. */
export function svgFile(source: string): string {
  return resolveColors(source)
    .replace("font-family: inherit", "font-family: Helvetica, Arial, sans-serif")
    .replace("background: none", "background: #fff");
}
