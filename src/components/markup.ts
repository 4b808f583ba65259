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
 * A line break of the template beside a tag or a value prints nothing, elsewhere one space.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const parts = strings.map((part, i) => fold(part) + (i < values.length ? render(values[i]) : ""));
  return new Markup(parts.join(""));
}

/** A template's own line breaks and indentation are for its author. */
function fold(part: string): string {
  return part.replace(/\s*\n\s*/g, (space, at: number) => {
    const before = part[at - 1];
    const after = part[at + space.length];
    return before === undefined || after === undefined || before === ">" || after === "<" || after === ">" ? "" : " ";
  });
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
