import {posix} from "node:path";
import type {Lang, Text} from "../../src/model/text.js";
import {Problem} from "../../src/model/problem.js";

/** A page of the report as a section of the single file. */
export interface SinglePage {
  /** Path below the report, or below zh/. */
  readonly file: string;
  readonly name: string;
  readonly title: Text;
}

/** The anchor of a section. */
export const sectionId = (lang: Lang, name: string): string => `${lang}-${name}`;

const references = ["aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"];

/**
 * The content of a built page as a section. Ids of all pages share one document, so each takes the section's as a
 * prefix, and what refers to it follows. Links to pages and files that do not come along become plain words.
 */
export function section(page: string, {name}: SinglePage, lang: Lang, pages: readonly SinglePage[]): string {
  const main = /<main\b[^>]*>([\s\S]*)<\/main>/.exec(page)?.[1];
  if (main === undefined) throw new Problem("a page without its main part", {value: name, exitCode: 1});
  const own = sectionId(lang, name);
  const named = (id: string): string => `${own}--${id}`;
  const folder = lang === "zh" ? "zh" : "";
  const body = main
    .replace(/<script\b[\s\S]*?<\/script>/g, "")
    .replace(
      /(\s(?:id|data-figure|data-png|data-cite|data-embed|name)=")([^"]*)(")/g,
      (whole, start: string, id: string, end: string) =>
        / (?:data-figure)=/.test(start) ? whole : `${start}${named(id)}${end}`
    )
    .replace(
      new RegExp(`(\\s(?:${references.join("|")})=")([^"]*)(")`, "g"),
      (_, start: string, ids: string, end: string) => `${start}${ids.split(/\s+/).map(named).join(" ")}${end}`
    )
    .replace(/url\(#([^)]+)\)/g, (_, id: string) => `url(#${named(id)})`)
    .replace(
      /<a\b([^>]*?)\shref="([^"]*)"([^>]*)>([\s\S]*?)<\/a>/g,
      (whole, before: string, href: string, after: string, words: string) => {
        if (/^(?:https?|data|mailto):/.test(href)) return whole;
        const [path = "", anchor = ""] = href.split("#");
        if (path === "") return `<a${before} href="#${named(anchor)}"${after}>${words}</a>`;
        const target = posix.normalize(posix.join(folder, path));
        const language: Lang = target.startsWith("zh/") ? "zh" : "en";
        const found = pages.find(({file}) => file === target.replace(/^zh\//, ""));
        if (found === undefined)
          return /<svg|class="anchor"/.test(whole) ? words : `<span class="elsewhere">${words}</span>`;
        const to = sectionId(language, found.name);
        return `<a${before} href="#${anchor === "" ? to : `${to}--${anchor}`}"${after}>${words}</a>`;
      }
    );
  return `<section class="single" id="${own}" lang="${lang === "zh" ? "zh-CN" : "en"}">${body}</section>`;
}
