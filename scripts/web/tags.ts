/** One start tag of a page; script, style, title and textarea carry their raw content. */
export interface Tag {
  /** In lower case. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Raw text up to the end tag; empty for every other element. */
  readonly content: string;
}

const attributeList = String.raw`(?:"[^"]*"|'[^']*'|[^>"'])*`;
const tagPattern = new RegExp(
  String.raw`<!--[\s\S]*?-->|<(script|style|textarea|title)\b(${attributeList})>([\s\S]*?)</\1\s*>|<([a-z][\w:-]*)(${attributeList})>`,
  "gi"
);
const attributePattern = /([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

const entities: Readonly<Record<string, string>> = {amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0"};

let last: {readonly html: string; readonly tags: readonly Tag[]} | undefined;

/**
 * The start tags of a well-formed page (as a serialiser writes it), in order, without those inside comments. Those of the
 * last page are remembered: one check after another asks for them.
 */
export function tags(html: string): readonly Tag[] {
  if (last?.html === html) return last.tags;
  const found: Tag[] = [];
  for (const [source, raw, rawAttributes, content, name, attributes] of html.matchAll(tagPattern)) {
    if (!source.startsWith("<!--"))
      found.push(new LazyTag((raw ?? name ?? "").toLowerCase(), rawAttributes ?? attributes ?? "", content ?? ""));
  }
  last = {html, tags: found};
  return found;
}

/** Reads attributes when asked for: some ask for scripts alone. */
class LazyTag implements Tag {
  #attributes: ReadonlyMap<string, string> | undefined;
  constructor(
    readonly name: string,
    private readonly source: string,
    readonly content: string
  ) {}

  get attributes(): ReadonlyMap<string, string> {
    return (this.#attributes ??= attributesOf(this.source));
  }
}

function attributesOf(source: string): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const [, name, double, single, bare] of source.matchAll(attributePattern)) {
    if (name !== undefined) map.set(name.toLowerCase(), decoded(double ?? single ?? bare ?? ""));
  }
  return map;
}

/** Text with its character references resolved: the five of XML, the no-break space, and numbers. */
function decoded(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (reference: string, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex as string, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return entities[name as string] ?? reference;
  });
}
