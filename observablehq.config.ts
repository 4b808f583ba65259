import {existsSync, readdirSync} from "node:fs";
import {listRuns, runsFolder} from "./loaders/runs.js";
import {frame} from "./site/frame.js";
import {sweepbookMarkdown} from "./site/markdown.js";
import {pages, zh} from "./site/pages.js";
import {runPagesFolder, writeRunPages} from "./site/run-pages.js";
import {fragments, whenPrepared} from "./site/late.js";
import {searchEntry, type SearchEntry} from "./site/search.js";

const root = "src";

const file = (path: string): string => `${root}${path.endsWith("/") ? `${path}index` : path}.md`;

writeRunPages(listRuns(runsFolder(".")));

const runPages = readdirSync(runPagesFolder("en"))
  .map((name) => `/runs/${name.replace(/\.md$/, "")}`)
  .sort();

const written = pages.filter(({path}) => existsSync(file(path)));
const writtenZh = pages.filter(({path}) => existsSync(file(zh(path))));

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
    {name: "English", pages: written.map(({path, title_en}) => ({name: title_en, path}))},
    {name: "中文", pages: writtenZh.map(({path, title_zh}) => ({name: title_zh, path: zh(path)}))}
  ],
  search: {
    // Pages say `index: false`: the framework's own index knows nothing of what enters a page late, and cannot find words
    // inside a run of Han characters.
    async *index(): AsyncGenerator<SearchEntry> {
      await whenPrepared();
      for (const path of [...written.map(({path}) => path), ...runPages])
        yield searchEntry(path, file(path), `${fragments}/en`, "en");
      for (const path of [...writtenZh.map(({path}) => path), ...runPages])
        yield searchEntry(zh(path), file(zh(path)), `${fragments}/zh`, "zh");
    }
  },
  markdownIt: sweepbookMarkdown,
  head: frame.head,
  header: frame.header,
  footer: frame.footer
};
