import {existsSync, readdirSync} from "node:fs";
import {listRuns, runsFolder} from "./loaders/runs.js";
import {frame} from "./site/frame.js";
import {sweepbookMarkdown} from "./site/markdown.js";
import {zh} from "./site/pages.js";
import {runPagesFolder, writeRunPages} from "./site/run-pages.js";
import {fragments, whenPrepared} from "./site/late.js";
import {reportPages, siteStudies} from "./site/studies.js";
import {type Lang} from "./src/model/text.js";
import {ownText} from "./src/model/study.js";
import {searchEntry, type SearchEntry} from "./site/search.js";

const root = "src";

const file = (path: string): string => `${root}${path.endsWith("/") ? `${path}index` : path}.md`;

writeRunPages(listRuns(runsFolder(".")));

const runPages = readdirSync(runPagesFolder("en"))
  .map((name) => `/runs/${name.replace(/\.md$/, "")}`)
  .sort();

const written = reportPages().filter(({path}) => existsSync(file(path)));
const writtenZh = reportPages().filter(({path}) => existsSync(file(zh(path))));

/** Pages of studies that stand in the report and have one in this language. */
function studyPages(lang: Lang): {name: string; path: string}[] {
  return siteStudies()
    .filter(({source}) => source === null)
    .map(({name, title}) => ({name: ownText(title, lang).text, path: `${lang === "zh" ? "/zh" : ""}/studies/${name}`}))
    .filter(({path}) => existsSync(file(path)));
}

export default {
  root,
  output: "dist",
  title: "Sweepbook",
  style: "style.css",
  globalStylesheets: [] as string[], // the default names a font host
  interpreters: {".ts": ["node", "--import", "tsx"]}, // the default wants tsx on PATH
  preserveExtension: true, // any file server, and the file system, finds results.html
  preserveIndex: true,
  pager: false,
  // One list for both languages: the finishing step leaves each page its own section.
  pages: [
    {name: "English", pages: [...written.map(({path, title_en}) => ({name: title_en, path})), ...studyPages("en")]},
    {
      name: "中文",
      pages: [...writtenZh.map(({path, title_zh}) => ({name: title_zh, path: zh(path)})), ...studyPages("zh")]
    }
  ],
  search: {
    // Pages say `index: false`: the framework's own index knows nothing of what enters a page late, and cannot find words
    // inside a run of Han characters.
    async *index(): AsyncGenerator<SearchEntry> {
      await whenPrepared();
      for (const path of [...written.map(({path}) => path), ...runPages, ...studyPages("en").map(({path}) => path)])
        yield searchEntry(path, file(path), `${fragments}/en`, "en");
      for (const path of [...writtenZh.map(({path}) => path), ...runPages])
        yield searchEntry(zh(path), file(zh(path)), `${fragments}/zh`, "zh");
      for (const {path} of studyPages("zh")) yield searchEntry(path, file(path), `${fragments}/zh`, "zh");
    }
  },
  markdownIt: sweepbookMarkdown,
  head: frame.head,
  header: frame.header,
  footer: frame.footer
};
