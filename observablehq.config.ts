import {existsSync, readdirSync} from "node:fs";
import {frame} from "./site/frame.js";
import {fragments, sweepbookMarkdown} from "./site/markdown.js";
import {pages, zh} from "./site/pages.js";
import {runPagesFolder} from "./site/run-pages.js";
import {searchEntry, type SearchEntry} from "./site/search.js";

const root = "src";

const file = (path: string): string => `${root}${path.endsWith("/") ? `${path}index` : path}.md`;

/** Pages of single runs, which the prepare step writes. */
function runsZh(): string[] {
  const folder = runPagesFolder("zh");
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => `/zh/runs/${name.replace(/\.md$/, "")}`);
}

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
    // Pages in Chinese say `index: false`: the framework's own index cannot find words inside a run of Han characters.
    async *index(): AsyncGenerator<SearchEntry> {
      for (const path of [...writtenZh.map(({path}) => zh(path)), ...runsZh()])
        yield searchEntry(path, file(path), `${fragments}/zh`);
    }
  },
  markdownIt: sweepbookMarkdown,
  head: frame.head,
  header: frame.header,
  footer: frame.footer
};
