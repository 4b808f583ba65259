import {existsSync, readFileSync, readdirSync} from "node:fs";
import {basename, dirname, join, posix} from "node:path";
import {closest} from "fastest-levenshtein";
import type MarkdownIt from "markdown-it";
import {value} from "../src/components/value.js";
import {readPrepared} from "../loaders/prepared.js";
import type {Dataset} from "../src/model/dataset.js";
import {Problem} from "../src/model/problem.js";
import type {Lang} from "../src/model/text.js";
import {proseOf} from "./search.js";

/** Where the prepare step leaves the pieces of HTML that pages name. */
export const fragments = ".cache/site";

/** Where the prepare step leaves the tables. */
export const preparedData = "src/data";

/** Where calls find what they name. */
interface Sources {
  readonly fragments: string;
  readonly dataset: () => Dataset;
}

/** Whether pages keep places for the prepared HTML, which the build's last step fills; the preview needs it at once. */
const late = process.env["SWEEPBOOK_FRAGMENTS"] === "late";

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
      .map((name) => fragment(sources.fragments, langOf(context), kind, name))
      .join("\n");
  };
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
    const [column, id] = call.split("@").map((part) => part.trim());
    if (id === undefined)
      throw new Problem("not a call of a number", {value: `{{${call}}}`, remedy: "write {{column @ row}}"});
    return value(sources.dataset(), column!, id, langOf(context)).source;
  };
  return md;
}

const langOf = ({path = ""}: Context): Lang => (path === "/zh" || path.startsWith("/zh/") ? "zh" : "en");

function fragment(fragmentsDir: string, lang: Lang, kind: string, name: string): string {
  const [scope, id] = [dirname(name), basename(name)];
  const folder = join(fragmentsDir, lang, scope);
  const file = join(folder, `${kind}-${id}.html`);
  if (existsSync(file)) {
    const html = readFileSync(file, "utf8");
    if (!late || kind === "value") return html;
    return `<sweepbook-fragment data-file="${posix.join(lang, scope, `${kind}-${id}.html`)}">${proseOf(html)}</sweepbook-fragment>`;
  }
  const known = existsSync(folder)
    ? readdirSync(folder)
        .filter((entry) => entry.startsWith(`${kind}-`))
        .map((entry) => entry.slice(kind.length + 1, -".html".length))
    : [];
  const remedy = known.length === 0 ? "run `npm run build`, which prepares them" : `nearest is ${closest(id, known)}`;
  throw new Problem(`no such ${kind}`, {value: name, remedy});
}

const prepared: Sources = {fragments, dataset};

let cached: {stamp: string; data: Dataset} | undefined;

/** The prepared tables; read again when a prepare step has written new ones (the preview runs for hours). */
function dataset(): Dataset {
  const stamp = readFileSync(join(preparedData, "files.json"), "utf8");
  if (cached?.stamp !== stamp) cached = {stamp, data: readPrepared(preparedData)};
  return cached.data;
}
