import {readFileSync} from "node:fs";
import {extname, join, posix} from "node:path";

/**
 * Puts prepared HTML in the places that a page keeps for it. The framework parses every page a dozen times, so charts
 * and long tables are spared that: they enter afterwards, with their links made relative as the framework does.
 * @param file path of the page below the site's root
 * @param folder where the prepared HTML lies
 */
export function withFragments(file: string, page: string, folder: string): string {
  return page.replace(
    /<sweepbook-fragment data-file="([^"]+)">[\s\S]*?<\/sweepbook-fragment>/g,
    (_, fragment: string) => linked(file, readFileSync(join(folder, fragment), "utf8"))
  );
}

/** Links from the site's root as links from the page; links to other hosts open beside the report. */
function linked(file: string, html: string): string {
  return html
    .replace(/(<a\b[^>]*\shref=")\/([^"#?]*)/g, (_, start: string, path: string) => start + relativeTo(file, path))
    .replace(/<a\b(?=[^>]*\shref="https?:)(?![^>]*\srel=)/g, '<a target="_blank" rel="noopener noreferrer"');
}

function relativeTo(file: string, path: string): string {
  const target = path === "" || path.endsWith("/") ? `${path}index.html` : extname(path) === "" ? `${path}.html` : path;
  const link = posix.relative(posix.dirname(file), target);
  return link.startsWith(".") ? link : `./${link}`;
}
