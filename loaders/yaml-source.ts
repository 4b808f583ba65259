import {isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type Document} from "yaml";
import {Problem} from "../src/model/problem.js";

export type Path = readonly (string | number)[];

/** A YAML file with the line of everything in it. */
export class YamlSource {
  private readonly lines = new LineCounter();
  private readonly document: Document;
  /** The value as written, with `${NAME}` and `${NAME:-default}` replaced from the environment. */
  readonly value: unknown;

  constructor(
    readonly file: string,
    text: string,
    environment: Readonly<Record<string, string | undefined>>
  ) {
    this.document = parseDocument(text, {lineCounter: this.lines, prettyErrors: false, uniqueKeys: true});
    const error = this.document.errors[0];
    if (error) {
      const {line} = this.lines.linePos(error.pos[0]);
      throw new Problem(`not YAML: ${error.message.split("\n")[0]}`, {where: `${file}:${line}`});
    }
    this.value = expand(plain(this.document, file), environment, [], (path, name) => {
      throw new Problem(`the variable ${name} is not set`, {
        where: this.where(path),
        remedy: `set it, or give a default: \${${name}:-value}`
      });
    });
  }

  /** `file:line` of the value at a path, or of the nearest thing around it that is in the file. */
  where(path: Path): string {
    for (let n = path.length; n >= 0; n--) {
      const offset = this.offset(path.slice(0, n));
      if (offset !== null) return `${this.file}:${this.lines.linePos(offset).line}`;
    }
    return this.file;
  }

  /** The key's own place where there is one: that is where a reader looks. */
  private offset(path: Path): number | null {
    const last = path.at(-1);
    if (last === undefined) return this.document.contents?.range?.[0] ?? null;
    const parent: unknown = path.length === 1 ? this.document.contents : this.document.getIn(path.slice(0, -1), true);
    if (isMap(parent)) {
      const pair = parent.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(last)
      );
      if (pair && isNode(pair.key)) return pair.key.range?.[0] ?? null;
      return null;
    }
    const node: unknown = this.document.getIn(path, true);
    return isNode(node) ? (node.range?.[0] ?? null) : null;
  }
}

/** The document's value; aliases that unfold to far more than is written, or nesting beyond all sense, are a Problem. */
function plain(document: Document, file: string): unknown {
  try {
    return document.toJS({maxAliasCount: 100});
  } catch (error) {
    throw new Problem("not YAML that can be read", {
      where: file,
      value: error instanceof Error ? error.message : error,
      error
    });
  }
}

function expand(
  value: unknown,
  environment: Readonly<Record<string, string | undefined>>,
  path: Path,
  missing: (path: Path, name: string) => never
): unknown {
  if (typeof value === "string") {
    return value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g, (_, name: string, fallback?: string) => {
      const found = environment[name];
      if (found !== undefined && found !== "") return found;
      return fallback ?? missing(path, name);
    });
  }
  if (Array.isArray(value)) return value.map((item, i) => expand(item, environment, [...path, i], missing));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, expand(item, environment, [...path, key], missing)])
    );
  }
  return value;
}
