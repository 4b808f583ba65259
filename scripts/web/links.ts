import {posix} from "node:path";
import type {Finding} from "./finding.js";
import {tags} from "./tags.js";

/** What a page offers to links, and what it links to. */
export interface PageLinks {
  /** Path below dist, with slashes: "zh/results.html". */
  readonly file: string;
  readonly ids: ReadonlySet<string>;
  /** Ids that occur more than once. */
  readonly duplicates: readonly string[];
  /** Addresses of links and loaded files, as written. */
  readonly links: readonly string[];
  /** Ids that the page's own labels, references and paint servers name. */
  readonly references: readonly string[];
}

const listAttributes = ["aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers", "for", "list"];

/** The ids and links of one page. */
export function pageLinks(file: string, html: string): PageLinks {
  const ids = new Set<string>();
  const duplicates: string[] = [];
  const links: string[] = [];
  const references: string[] = [];
  for (const {name, attributes} of tags(html)) {
    const id = attributes.get("id");
    if (id !== undefined) {
      if (ids.has(id)) duplicates.push(id);
      ids.add(id);
    }
    for (const attribute of ["href", "src", "xlink:href"]) {
      const value = attributes.get(attribute);
      if (value === undefined || /^[a-z][\w+.-]*:|^\/\//i.test(value)) continue;
      if (name === "use" && value.startsWith("#")) references.push(value.slice(1));
      else links.push(value);
    }
    for (const attribute of listAttributes) references.push(...(attributes.get(attribute)?.split(/\s+/) ?? []));
    for (const value of attributes.values()) {
      for (const [, target] of value.matchAll(/url\(["']?#([^)"']+)["']?\)/g)) if (target) references.push(target);
    }
  }
  return {file, ids, duplicates, links, references: references.filter((target) => target !== "")};
}

/** Links to no file, to no anchor, references to no element, and ids given twice. */
export function brokenLinks(pages: readonly PageLinks[], files: ReadonlySet<string>): Finding[] {
  const byFile = new Map(pages.map((page) => [page.file, page]));
  const findings: Finding[] = [];
  for (const page of pages) {
    const {file} = page;
    for (const value of new Set(page.duplicates)) findings.push({file, rule: "id given twice", value});
    for (const value of new Set(page.references)) {
      if (!page.ids.has(value)) findings.push({file, rule: "reference to no element", value});
    }
    for (const link of new Set(page.links)) {
      const {path, anchor} = split(link);
      const target = path === "" ? file : fileOf(resolved(file, path), files);
      if (target === null) findings.push({file, rule: "link to no file", value: link});
      else if (anchor !== "" && byFile.has(target) && byFile.get(target)?.ids.has(anchor) !== true) {
        findings.push({file, rule: "link to no anchor", value: link});
      }
    }
  }
  return findings;
}

/** The file that a static server answers an address with; null for none, or outside the site. */
function fileOf(path: string, files: ReadonlySet<string>): string | null {
  if (path.startsWith("..")) return null;
  const folder = path === "." || path === "" || path.endsWith("/");
  const candidates = folder ? [posix.join(path, "index.html")] : [path, `${path}.html`];
  return candidates.find((candidate) => files.has(candidate)) ?? null;
}

/** An address relative to a file of the site; a leading slash leaves the site, for a report may lie below any path. */
function resolved(from: string, path: string): string {
  return path.startsWith("/") ? `..${path}` : posix.join(posix.dirname(from), path);
}

function split(link: string): {path: string; anchor: string} {
  const [address = "", anchor = ""] = link.split("#", 2);
  return {path: decodeURIComponent(address.replace(/\?.*$/, "")), anchor: decodeURIComponent(anchor)};
}
