import {Marked} from "marked";
import {escapeHtml, raw, type Markup} from "./markup.js";

// Escaped before it is parsed: prose may carry emphasis, code and links, never HTML of its own.
const marked = new Marked({gfm: true, breaks: false});

/** One paragraph of Markdown as inline HTML. HTML in the text is shown, not obeyed; links to scripts are dropped. */
export function inlineMarkdown(text: string): Markup {
  const source = marked.parseInline(
    escapeHtml(text)
      .replace(/&#39;/g, "'")
      .replace(/&quot;/g, '"'),
    {async: false}
  );
  return raw(source.replace(/ href="(?!https?:|#|\/|\.)[^"]*"/gi, ""));
}
