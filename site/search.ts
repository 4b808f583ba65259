import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import MiniSearch from "minisearch";
import type {SitePage} from "./outline.js";

/** One page as the search index takes it. */
export interface SearchEntry {
  readonly path: string;
  readonly title: string;
  readonly text: string;
}

/**
 * The words of a text by which a prefix search finds Chinese: every suffix of every run of Han characters, and the
 * other words as they are. Chinese puts no spaces between words, so a word may begin at any character.
 */
export function searchable(text: string): string {
  const runs = text.match(/\p{Script=Han}+|[\p{L}\p{N}]+/gu) ?? [];
  const words = runs.flatMap((run) => (/\p{Script=Han}/u.test(run) ? suffixes(run) : [run]));
  return [...new Set(words)].join(" ");
}

/**
 * A page's words: its prose, and that of the figures and blocks it calls, without front matter, blocks of code,
 * tables and tags; the title is that of the front matter. Words of an English page are as many as it has of them, for
 * the index weighs them; names in code are words of a page in English.
 * @param fragments folder of the prepared HTML, which holds one for each language
 */
export function searchEntry({path, lang, source}: SitePage, fragments: string): SearchEntry {
  const frontMatter = /^---\n([\s\S]*?)\n---\n/.exec(source);
  const title = /^title:\s*(.*)$/m.exec(frontMatter?.[1] ?? "")?.[1] ?? path;
  const prose = source
    .slice(frontMatter?.[0].length ?? 0)
    .replace(/^(`{3,})(.*)\n([\s\S]*?)^\1\s*$/gm, (_, _fence, kind: string, names: string) =>
      called(kind, names, join(fragments, lang))
    )
    .replace(lang === "zh" ? /`[^`]*`/g : /`/g, " ")
    .replace(/\$\{[^}]*\}|\{\{[^}]*\}\}|<[^>]+>/g, " ");
  return {path, title, text: lang === "zh" ? searchable(prose) : (prose.match(/[\p{L}\p{N}]+/gu) ?? []).join(" ")};
}

/** The words of prepared HTML, charts and tables left out, as text that no page takes for a call or an expression. */
export function proseOf(html: string): string {
  return html
    .replace(/<(svg|table|style|script)\b[\s\S]*?<\/\1>/g, " ")
    .replace(/<[^>]+>/g, " ")
    .replace(/[${}`]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

function called(kind: string, names: string, fragments: string): string {
  const files = names.split(/\s+/).map((name) => join(fragments, `${kind.trim()}-${name}.html`));
  return files.map((file) => (existsSync(file) ? proseOf(readFileSync(file, "utf8")) : " ")).join(" ");
}

/** As the framework's client reads an index: the same fields, and the same terms. */
const options = {
  fields: ["title", "text", "keywords"],
  storeFields: ["title"],
  processTerm: (term: string): string | null =>
    (term.match(/\p{N}/gu)?.length ?? 0) > 6 ? null : term.slice(0, 15).toLowerCase()
};

/** The index of the report's search over all pages, as the framework writes it. */
export function searchIndex(entries: readonly SearchEntry[]): string {
  const index = new MiniSearch(options);
  for (const {path, ...entry} of entries) {
    const id = `${path.endsWith("/") ? `${path}index` : path}.html`;
    index.add({id, keywords: "", ...entry});
  }
  const {fields, storeFields} = options;
  return JSON.stringify({options: {fields, storeFields}, ...index.toJSON()});
}

function suffixes(run: string): string[] {
  const characters = Array.from(run);
  return characters.map((_, i) => characters.slice(i).join(""));
}
