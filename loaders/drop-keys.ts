/** A JSON text without some of its top-level members, and which of them were there. */
export interface Dropped {
  readonly text: string;
  readonly dropped: readonly string[];
}

/**
 * Takes members of the top-level objects out of a JSON text by surgery, so that every other byte stays what the tool
 * wrote. Works on one object, on JSON lines and on an array of objects; a text cut off inside such a member loses the
 * rest, so that no part of it stays. Numbers JSON does not know (NaN) do no harm.
 */
export function dropKeys(text: string, keys: readonly string[]): Dropped {
  const found = new Set<string>();
  const kept: string[] = [];
  let from = 0; // of what is still to be copied
  for (const member of members(text, keys)) {
    found.add(member.key);
    if (member.start >= from) kept.push(text.slice(from, member.start));
    else dropLastComma(kept); // the neighbour before went too, and the comma before that one is left
    from = member.end;
  }
  if (found.size === 0) return {text, dropped: []};
  kept.push(text.slice(from));
  return {text: kept.join(""), dropped: keys.filter((key) => found.has(key))};
}

function dropLastComma(kept: string[]): void {
  while (kept.at(-1) === "") kept.pop();
  const last = kept.pop();
  if (last !== undefined) kept.push(last.replace(/,\s*$/, ""));
}

interface Member {
  readonly key: string;
  /** With the comma that joins it to its neighbours. */
  readonly start: number;
  readonly end: number;
}

function* members(text: string, keys: readonly string[]): Generator<Member> {
  // Few keys, rare in the text: look for the quoted name, then prove that it is a key of a top-level object.
  const pattern = new RegExp(`"(?:${keys.map((key) => key.replace(/[^\w]/g, "\\$&")).join("|")})"\\s*:`, "g");
  const depths = new Depths(text);
  let match: RegExpExecArray | null;
  while ((match = pattern.exec(text)) !== null) {
    if (!depths.isTopLevelKey(match.index)) continue;
    const key = match[0].slice(1, match[0].lastIndexOf('"'));
    const value = endOfValue(text, match.index + match[0].length);
    const before = skipBack(text, match.index);
    const after = skip(text, value);
    // With a comma after it, the member goes with that one; the last member goes with the comma before it.
    const member =
      text[after] === ","
        ? {key, start: match.index, end: skip(text, after + 1)}
        : {key, start: text[before] === "," ? before : match.index, end: value};
    yield member;
    pattern.lastIndex = member.end;
    depths.jump(member.end);
  }
}

/** Follows nesting and strings from left to right. */
class Depths {
  private position = 0;
  private readonly stack: string[] = [];
  constructor(private readonly text: string) {}

  /** True when the string that starts at `index` is a key of an object at the top, or in an array at the top. */
  isTopLevelKey(index: number): boolean {
    const {text, stack} = this;
    const structure = /["[\]{}]/g;
    structure.lastIndex = this.position;
    let match: RegExpExecArray | null;
    while ((match = structure.exec(text)) !== null && match.index < index) {
      const c = match[0];
      if (c === '"') structure.lastIndex = endOfString(text, match.index);
      else if (c === "{" || c === "[") stack.push(c);
      else stack.pop();
      if (structure.lastIndex > index) {
        this.position = structure.lastIndex; // `index` lies inside a string
        return false;
      }
    }
    this.position = index;
    const path = stack.join("");
    return path === "{" || path === "[{";
  }

  jump(position: number): void {
    this.position = position;
  }
}

/** Position after the string that starts with the quote at `start`; the end of the text when it is cut off. */
function endOfString(text: string, start: number): number {
  const special = /["\\]/g;
  special.lastIndex = start + 1;
  let match: RegExpExecArray | null;
  while ((match = special.exec(text)) !== null) {
    if (match[0] === '"') return match.index + 1;
    special.lastIndex = match.index + 2;
  }
  return text.length;
}

/** Position after the value that starts at or after `start`; the end of the text when it is cut off. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  const structure = /["[\]{},]/g;
  structure.lastIndex = start;
  let match: RegExpExecArray | null;
  while ((match = structure.exec(text)) !== null) {
    const c = match[0];
    if (c === '"') {
      structure.lastIndex = endOfString(text, match.index);
      if (depth === 0) return structure.lastIndex;
    } else if (c === "[" || c === "{") depth++;
    else if (c === "]" || c === "}") {
      if (depth === 0) return match.index; // end of the object that holds the value
      if (--depth === 0) return match.index + 1;
    } else if (depth === 0) return match.index;
  }
  return text.length;
}

function skip(text: string, from: number): number {
  let i = from;
  while (i < text.length && /\s/.test(text[i]!)) i++;
  return i;
}

function skipBack(text: string, from: number): number {
  let i = from - 1;
  while (i >= 0 && /\s/.test(text[i]!)) i--;
  return i;
}
