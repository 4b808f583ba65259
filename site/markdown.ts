import {readFileSync} from "node:fs";
import {basename, dirname, join, posix} from "node:path";
import type MarkdownIt from "markdown-it";
import type Token from "markdown-it/lib/token.mjs";
import {value} from "../src/components/value.js";
import {readPrepared} from "../loaders/prepared.js";
import type {Dataset} from "../src/model/dataset.js";
import {Problem} from "../src/model/problem.js";
import type {Lang} from "../src/model/text.js";
import {readFragment, type CalledValue} from "../scripts/web/fragments.js";
import type {Study} from "../src/model/study.js";
import {pageScript} from "./frame.js";
import {fragments, late, place, valuePlace} from "./late.js";
import {pages} from "./pages.js";
import {examinesSource, siteStudies} from "./studies.js";

/** Where the prepare step leaves the tables. */
export const preparedData = "src/data";

/** Where calls find what they name. */
interface Sources {
  readonly fragments: string;
  readonly dataset: () => Dataset;
  /** Studies of the report: what speaks of others, or of a source where none examines one, is left out. */
  readonly studies: () => readonly Pick<Study, "name" | "source">[];
}

interface Context {
  readonly path?: string;
}

/**
 * Lets Markdown pages call what the prepare step rendered:
 * a fenced block ```` ```figure ```` or ```` ```block ```` whose body is a name, and in a line
 * `{{column @ row}}` for a number of a row.
 */
export function sweepbookMarkdown(md: MarkdownIt, sources: Sources = prepared): MarkdownIt {
  const fence = md.renderer.rules.fence;
  md.renderer.rules.fence = (tokens, i, options, context: Context, self) => {
    const {info, content} = tokens[i]!;
    const kind = info.trim();
    if (kind !== "figure" && kind !== "block") return fence?.(tokens, i, options, context, self) ?? "";
    return content
      .split("\n")
      .map((name) => name.trim())
      .filter((name) => name !== "")
      .map((name) => {
        const lang = langOf(context);
        return late ? place(lang, kind, name) : fragment(sources.fragments, lang, kind, name);
      })
      .join("\n");
  };
  md.core.ruler.push("sweepbook-source", (state) => {
    const {path = ""} = state.env as Context;
    state.tokens = inReport(state.tokens, sources.studies(), path);
    if (!late) return; // the preview's frame brings it
    const script = new state.Token("html_block", "", 0);
    script.content = `${pageScript}\n`;
    state.tokens.unshift(script);
  });
  md.inline.ruler.before("link", "sweepbook-value", (state, silent) => {
    if (!state.src.startsWith("{{", state.pos)) return false;
    const end = state.src.indexOf("}}", state.pos);
    if (end < 0) return false;
    if (!silent) state.push("sweepbook-value", "", 0).content = state.src.slice(state.pos + 2, end).trim();
    state.pos = end + 2;
    return true;
  });
  md.renderer.rules["sweepbook-value"] = (tokens, i, _options, context: Context) => {
    const call = tokens[i]!.content;
    return late ? valuePlace(call) : called(sources.dataset(), call, langOf(context));
  };
  return md;
}

/** What a call of a number, the text between two pairs of braces, puts into a line. */
function called(data: Dataset, call: string, lang: Lang): string {
  const [column, id] = call.split("@").map((part) => part.trim());
  if (id === undefined)
    throw new Problem("not a call of a number", {value: `{{${call}}}`, remedy: "write {{column @ row}}"});
  return value(data, column!, id, lang).source;
}

/** What each call of a number in the pages' sources gives; for one that gives none, the words why. */
export function calledValues(data: Dataset, sources: readonly string[], lang: Lang): Record<string, CalledValue> {
  const calls = sources.flatMap((source) => [...source.matchAll(/\{\{(.*?)\}\}/g)].map(([, call]) => call!.trim()));
  return Object.fromEntries(
    [...new Set(calls)].map((call) => {
      try {
        return [call, {html: called(data, call, lang)}];
      } catch (error) {
        // Braces in code call nothing: only a place that is to be filled tells that this was meant.
        return [call, {problem: error instanceof Error ? error.message : String(error)}];
      }
    })
  );
}

/** Around what a page says of a published source: it goes when no study examines one. */
const [opens, closes] = [/^<!-- source -->\s*$/, /^<!-- \/source -->\s*$/];

/**
 * A page's tokens without what does not stand in the report: all of a page of a study that is off or of a source that is not
 * examined; of other pages, what stands between the marks.
 */
function inReport(tokens: readonly Token[], studies: ReturnType<Sources["studies"]>, path: string): Token[] {
  const examined = examinesSource(studies);
  const own = path.replace(/^\/zh(?=\/)/, "").replace(/\/index$/, "/");
  if (!examined && pages.some((page) => page.of_source === true && page.path === own)) return [];
  const study = /^\/studies\/([^/]+)$/.exec(own)?.[1];
  if (study !== undefined && !studies.some(({name}) => name === study)) return [];
  let inside = false;
  return tokens.filter(({type, content}) => {
    const mark = type === "html_block" && (opens.test(content) || closes.test(content));
    if (mark) inside = opens.test(content);
    return !mark && (examined || !inside);
  });
}

const langOf = ({path = ""}: Context): Lang => (path === "/zh" || path.startsWith("/zh/") ? "zh" : "en");

function fragment(fragmentsDir: string, lang: Lang, kind: string, name: string): string {
  const [scope, id] = [dirname(name), basename(name)];
  return readFragment(fragmentsDir, posix.join(lang, scope, `${kind}-${id}.html`));
}

const prepared: Sources = {fragments, dataset, studies: siteStudies};

let cached: {stamp: string; data: Dataset} | undefined;

/** The prepared tables; read again when a prepare step has written new ones (the preview runs for hours). */
function dataset(): Dataset {
  const stamp = readFileSync(join(preparedData, "files.json"), "utf8");
  if (cached?.stamp !== stamp) cached = {stamp, data: readPrepared(preparedData)};
  return cached.data;
}
