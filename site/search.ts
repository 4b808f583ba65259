import {readFileSync} from "node:fs";

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

/** A Markdown file's prose, without front matter, code, calls and tags; the title is that of the front matter. */
export function searchEntry(path: string, file: string): SearchEntry {
  const source = readFileSync(file, "utf8");
  const frontMatter = /^---\n([\s\S]*?)\n---\n/.exec(source);
  const title = /^title:\s*(.*)$/m.exec(frontMatter?.[1] ?? "")?.[1] ?? path;
  const prose = source
    .slice(frontMatter?.[0].length ?? 0)
    .replace(/^(`{3,})[\s\S]*?^\1\s*$/gm, " ")
    .replace(/`[^`]*`|\$\{[^}]*\}|\{\{[^}]*\}\}|<[^>]+>/g, " ");
  return {path, title, text: searchable(prose)};
}

function suffixes(run: string): string[] {
  const characters = Array.from(run);
  return characters.map((_, i) => characters.slice(i).join(""));
}
