import {join, posix} from "node:path";
import type {Lang} from "../src/model/text.js";

/** Where the prepare step leaves the pieces of HTML that pages name. */
export const fragments = ".cache/site";

/** Where it leaves the stamp, last of all. */
export const stampFile = join(fragments, "stamp.json");

/**
 * True in a build: pages keep places for what is prepared, which the build's last step fills, so that the framework can
 * work at the same time, and on nothing that grows with the data: frames, the search's index and pages of runs enter last,
 * too. The preview needs all of it at once.
 */
export const late = process.env["SWEEPBOOK_FRAGMENTS"] === "late";

/** The place of a figure or block; its name may begin with a scope. scripts/web/fragments.ts fills it. */
export function place(lang: Lang, kind: string, name: string): string {
  const file = posix.join(lang, posix.dirname(name), `${kind}-${posix.basename(name)}.html`);
  return `<sweepbook-fragment data-file="${file}"></sweepbook-fragment>`;
}

/** The place of a number of a row, as the page calls it. */
export function valuePlace(call: string): string {
  return `<sweepbook-value data-call="${call.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"></sweepbook-value>`;
}
