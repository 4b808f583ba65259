import {listRuns, runsFolder} from "./loaders/runs.js";
import {frame, pageScript, preparedStamp} from "./site/frame.js";
import {fragments, late} from "./site/late.js";
import {sweepbookMarkdown} from "./site/markdown.js";
import {sitePages, studyPages, writtenPages} from "./site/outline.js";
import {writeRunPages, writeRunTemplate} from "./site/run-pages.js";
import {searchEntry, type SearchEntry} from "./site/search.js";

interface Page {
  /** As the framework gives it: "/index", "/zh/cost". */
  readonly path: string;
}

const runs = listRuns(runsFolder("."));
if (late) writeRunTemplate();
else writeRunPages(runs);

export default {
  root: "src",
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
    {name: "English", pages: [...writtenPages("en"), ...studyPages("en")]},
    {name: "中文", pages: [...writtenPages("zh"), ...studyPages("zh")]}
  ],
  search: {
    // Pages say `index: false`: the framework's own index knows nothing of what enters a page late, and cannot find words
    // inside a run of Han characters. In a build the prepare step makes the whole index.
    *index(): Generator<SearchEntry> {
      if (!late) for (const page of sitePages(runs)) yield searchEntry(page, fragments);
    }
  },
  markdownIt: sweepbookMarkdown,
  head: late ? null : ({path}: Page): string => `${frame.head(path, preparedStamp())}${pageScript}`,
  header: late ? null : ({path}: Page): string => frame.header(path, preparedStamp()),
  footer: late ? null : ({path}: Page): string => frame.footer(path, preparedStamp())
};
