import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {linked} from "./fragments.js";

/** What stands around a page's content. */
export interface Frame {
  /** Contents of the page's head, the script left out. */
  readonly head: string;
  readonly header: string;
  readonly footer: string;
}

/** Below the folder of prepared HTML: the frame of every page, by its path without extension ("/zh/cost"). */
export const framesFile = "frames.json";

/** Where the page's script stands in the framework's output: at the beginning of its content, which the framework resolves. */
const ownScript = /(<main id="observablehq-main" class="[^"]*">\n)(<script type="module" src="[^"]*"><\/script>)\n/;

/**
 * A page as the framework wrote it, its frame around it and its script in the head. The framework would parse each part of a
 * frame three times, which takes longer than the page itself.
 * @param file path of the page below the site's root
 */
export function withFrame(file: string, page: string, {head, header, footer}: Frame): string {
  let script = "";
  const bare = page.replace(ownScript, (_, main: string, found: string) => {
    script = found;
    return main;
  });
  const parts: readonly (readonly [string, string])[] = [
    [`\n<script type="module">\n\nimport `, `\n${head}${script}$&`],
    [`<div id="observablehq-center">`, `$&\n<header id="observablehq-header">\n${linked(file, header)}\n</header>`],
    [
      `</main>\n</div>`,
      `</main>\n<footer id="observablehq-footer">\n<div>${linked(file, footer)}</div>\n</footer>\n</div>`
    ]
  ];
  return parts.reduce((html, [place, what]) => {
    if (html.split(place).length !== 2) throw new Error(`the framework's output has changed; not found once: ${place}`);
    return html.replace(place, () => what.replace("$&", () => place));
  }, bare);
}

/** The prepared frames; null where none were prepared. */
export function readFrames(fragments: string): Readonly<Record<string, Frame>> | null {
  const file = join(fragments, framesFile);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, Frame>) : null;
}

/** The frame of the page in a file of the site. */
export function frameOf(frames: Readonly<Record<string, Frame>>, file: string): Frame {
  const path = `/${file.replace(/\.html$/, "")}`;
  const frame = frames[path] ?? frames[path.replace(/\/index$/, "/")];
  if (frame === undefined) throw new Error(`no frame was prepared for ${file}`);
  return frame;
}
