import {existsSync, readdirSync, readFileSync} from "node:fs";
import {basename, dirname, extname, join, posix} from "node:path";
import {closest} from "fastest-levenshtein";
import {Problem} from "../../src/model/problem.js";

/** What a call of a number in prose gives, or why it gives nothing. */
export type CalledValue = {readonly html: string} | {readonly problem: string};

/** By language, then by call. */
type CalledValues = Readonly<Record<"en" | "zh", Readonly<Record<string, CalledValue>>>>;

/** Below the folder of prepared HTML: what calls of numbers give, and, last of all, what all pages say of the data. */
export const valuesFile = "values.json";
export const stampFile = "stamp.json";

/**
 * Puts prepared HTML and numbers in the places that a page keeps for them. The framework parses
 * every page a dozen times, so charts and long tables are spared that: they enter afterwards, with their links made
 * relative as the framework does.
 * @param file path of the page below the site's root
 * @param folder where the prepared HTML lies
 */
export function withFragments(file: string, page: string, folder: string): string {
  const lang = file.startsWith("zh/") ? "zh" : "en";
  return page
    .replace(/<sweepbook-fragment data-file="([^"]+)">[\s\S]*?<\/sweepbook-fragment>/g, (_, fragment: string) =>
      linked(file, readFragment(folder, fragment))
    )
    .replace(/<sweepbook-value data-call="([^"]+)"><\/sweepbook-value>/g, (_, escaped: string) => {
      const call = escaped.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
      const found = (readJson(join(folder, valuesFile)) as CalledValues)[lang][call];
      if (found !== undefined && "html" in found) return found.html;
      throw new Problem(found?.problem ?? "a number was not prepared", {where: file, value: `{{${call}}}`});
    });
}

const parsed = new Map<string, unknown>();

/** A prepared file, read once. */
function readJson(file: string): unknown {
  if (!parsed.has(file)) parsed.set(file, JSON.parse(readFileSync(file, "utf8")));
  return parsed.get(file);
}

/** A prepared figure or block by its file, such as "en/figure-pareto.html"; a Problem that offers the nearest name. */
export function readFragment(folder: string, file: string): string {
  const path = join(folder, file);
  if (existsSync(path)) return readFileSync(path, "utf8");
  const [kind = "", id = ""] = basename(file, ".html").split(/-(.*)/);
  const known = existsSync(dirname(path))
    ? readdirSync(dirname(path))
        .filter((entry) => entry.startsWith(`${kind}-`))
        .map((entry) => entry.slice(kind.length + 1, -".html".length))
    : [];
  const remedy = known.length === 0 ? "run `npm run build`, which prepares them" : `nearest is ${closest(id, known)}`;
  throw new Problem(`no such ${kind}`, {value: id, remedy});
}

/** Links from the site's root as links from the page; links to other hosts open beside the report. */
export function linked(file: string, html: string): string {
  return html
    .replace(/(<a\b[^>]*\shref=")\/([^"#?]*)/g, (_, start: string, path: string) => start + relativeTo(file, path))
    .replace(/<a\b(?=[^>]*\shref="https?:)(?![^>]*\srel=)/g, '<a target="_blank" rel="noopener noreferrer"');
}

function relativeTo(file: string, path: string): string {
  const target = path === "" || path.endsWith("/") ? `${path}index.html` : extname(path) === "" ? `${path}.html` : path;
  const link = posix.relative(posix.dirname(file), target);
  return link.startsWith(".") ? link : `./${link}`;
}
