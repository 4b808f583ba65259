/** HTML that is already safe; only `html` and `raw` make it. */
export class Markup {
  constructor(readonly source: string) {}
  toString(): string {
    return this.source;
  }
}

export type Content = Markup | string | number | null | undefined | false | readonly Content[];

const entities: Record<string, string> = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"};

/** Text as it may stand in HTML content or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/**
 * Tagged template: every value is escaped unless it is Markup; null, undefined and false print nothing.
 * A line break in the template, with the indentation after it, prints nothing: write a space where one is meant.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const parts = strings.map((part, i) => part.replace(/\n\s*/g, "") + (i < values.length ? render(values[i]) : ""));
  return new Markup(parts.join(""));
}

/** HTML from a trusted maker, such as a chart's serialised SVG. */
export function raw(source: string): Markup {
  return new Markup(source);
}

function render(content: Content): string {
  if (content == null || content === false) return "";
  if (content instanceof Markup) return content.source;
  if (typeof content === "string") return escapeHtml(content);
  if (typeof content === "number") return String(content);
  return content.map(render).join("");
}
