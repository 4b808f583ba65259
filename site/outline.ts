import {existsSync, readFileSync} from "node:fs";
import {ownText} from "../src/model/study.js";
import {runSlug} from "../src/model/run-record.js";
import {langs, type Lang} from "../src/model/text.js";
import {zh} from "./pages.js";
import {runPageSource} from "./run-pages.js";
import {reportPages, siteStudies} from "./studies.js";

/** A page as the framework's navigation takes it. */
interface Listed {
  readonly name: string;
  readonly path: string;
}

/** A page that stands in the report, with its Markdown. */
export interface SitePage {
  /** As the framework's search takes it: "/", "/zh/cost", "/runs/h100". */
  readonly path: string;
  readonly lang: Lang;
  readonly source: string;
}

const file = (path: string): string => `src${path.endsWith("/") ? `${path}index` : path}.md`;

/** The report's own pages in a language that are written, in reading order. */
export function writtenPages(lang: Lang): Listed[] {
  return reportPages()
    .map((page) => ({name: page[`title_${lang}`], path: lang === "zh" ? zh(page.path) : page.path}))
    .filter(({path}) => existsSync(file(path)));
}

/** Pages of studies that stand in the report and have one in this language. */
export function studyPages(lang: Lang): Listed[] {
  return siteStudies()
    .filter(({source}) => source === null)
    .map(({name, title}) => ({name: ownText(title, lang).text, path: `${lang === "zh" ? "/zh" : ""}/studies/${name}`}))
    .filter(({path}) => existsSync(file(path)));
}

/** All pages that stand in the report, those of runs among them. */
export function sitePages(runs: readonly string[]): SitePage[] {
  return langs.flatMap((lang) => {
    const read = ({path}: Listed): SitePage => ({path, lang, source: readFileSync(file(path), "utf8")});
    const ofRuns = runs.map((run) => ({
      path: `${lang === "zh" ? "/zh" : ""}/runs/${runSlug(run)}`,
      lang,
      source: runPageSource(run, lang)
    }));
    return [
      ...writtenPages(lang).map(read),
      ...ofRuns.sort((a, b) => (a.path < b.path ? -1 : 1)),
      ...studyPages(lang).map(read)
    ];
  });
}
