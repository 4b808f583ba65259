import {Problem} from "../problem.js";

/** One value at the top of a JSON text, with what was wrong with it without making it worthless. */
export interface StreamedValue {
  readonly value: unknown;
  /** Number of the value in the text, from 1. */
  readonly index: number;
  readonly problems: readonly string[];
}

interface Options {
  /** Name of the file, for messages. */
  readonly where: string;
  /** Members of these names are read over at any depth: nothing of them is kept. */
  readonly skip?: ReadonlySet<string>;
  /** Longest text that is kept, in characters; of a longer one its length is told instead (2000). */
  readonly maxText?: number;
  /** Deepest nesting (100). */
  readonly maxDepth?: number;
  /** Most values kept of one value at the top (40 million). */
  readonly maxValues?: number;
}

interface Frame {
  /** Null while its content is read over. */
  readonly target: Record<string, unknown> | unknown[] | null;
  readonly isArray: boolean;
  key: string;
  /** What may come next. */
  state: "first" | "key" | "colon" | "value" | "after";
}

/**
 * Reads JSON from pieces of text and hands over each value at the top as soon as it is whole: one object, several one
 * after another (JSON lines, vLLM's --append-result), or the elements of an array. Memory is that of one value without
 * what is skipped, whatever the file's size. Python's NaN and Infinity become null and are told. A text that breaks the
 * rules, or ends within a value, is a Problem that says what was expected and what was found.
 * @example const stream = new JsonStream((v) => values.push(v), {where: "a.json"}); stream.write(text); stream.end();
 */
export class JsonStream {
  readonly #skip: ReadonlySet<string>;
  readonly #maxText: number;
  readonly #maxDepth: number;
  readonly #maxValues: number;
  readonly #stack: Frame[] = [];
  /** Names of members that were read over. */
  readonly skipped = new Set<string>();
  #inTopArray: "no" | "first" | "value" | "after" | "closed" = "no";
  #count = 0;
  #kept = 0;
  #problems: string[] = [];
  /** Characters before the piece at hand. */
  #before = 0;
  #piece = "";
  /** Start of a number or word that the piece's end cut. */
  #partial = "";
  /** The string at hand: its kept text, its length, and whether it has escapes. Null outside strings. */
  #string: {text: string; length: number; escapes: boolean; afterBackslash: boolean} | null = null;
  #nextBackslash = -1;

  constructor(
    private readonly sink: (value: StreamedValue) => void,
    private readonly options: Options
  ) {
    this.#skip = options.skip ?? new Set();
    this.#maxText = options.maxText ?? 2000;
    this.#maxDepth = options.maxDepth ?? 100;
    this.#maxValues = options.maxValues ?? 40_000_000;
  }

  write(piece: string): void {
    const text = this.#partial + piece;
    this.#before -= this.#partial.length;
    this.#partial = "";
    this.#piece = text;
    this.#nextBackslash = -2;
    const n = text.length;
    let i = 0;
    while (i < n) {
      if (this.#string !== null) {
        i = this.#readString(i);
        continue;
      }
      const c = text.charCodeAt(i);
      if (c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09 || (c === 0xfeff && this.#before + i === 0)) i++;
      else if (c === 0x22) {
        this.#openString(i);
        i++;
      } else if (c === 0x7b || c === 0x5b) this.#open(c === 0x5b, i++);
      else if (c === 0x7d || c === 0x5d) this.#close(c === 0x5d, i++);
      else if (c === 0x2c) this.#comma(i++);
      else if (c === 0x3a) this.#colon(i++);
      else {
        const end = endOfWord(text, i);
        if (end === n) {
          if (n - i > 400) this.#fail("a number or word of at most 400 characters", i);
          this.#partial = text.slice(i);
          break;
        }
        this.#word(text.slice(i, end), i);
        i = end;
      }
    }
    this.#before += n;
    this.#piece = "";
  }

  /** Says that the text is over. */
  end(): void {
    const last = this.#partial;
    if (last !== "") {
      this.#before -= last.length;
      this.#partial = "";
      this.#piece = last;
      this.#word(last, 0);
      this.#before += last.length;
    }
    const open = this.#stack.length > 0 || this.#string !== null;
    if (open || this.#inTopArray === "first" || this.#inTopArray === "value" || this.#inTopArray === "after") {
      throw new Problem("the JSON is cut off: expected its end, found the end of the file", {
        where: this.options.where,
        value: `after ${this.#before} characters${this.#path() === "" ? "" : `, within ${this.#path()}`}`,
        remedy: "copy the file again, or take the unfinished part away"
      });
    }
    if (this.#count === 0) throw new Problem("expected JSON, found nothing", {where: this.options.where});
  }

  #openString(i: number): void {
    const frame = this.#stack.at(-1);
    if (!(frame !== undefined && !frame.isArray && (frame.state === "first" || frame.state === "key"))) {
      this.#expectValue(i);
    }
    this.#string = {text: "", length: 0, escapes: false, afterBackslash: false};
  }

  /** Reads on within a string from i; returns where reading goes on. */
  #readString(i: number): number {
    const text = this.#piece;
    const string = this.#string!;
    let from = i;
    if (string.afterBackslash) {
      string.afterBackslash = false;
      this.#keep(text.slice(i, i + 1));
      from = ++i;
    }
    for (;;) {
      const quote = text.indexOf('"', i);
      if (this.#nextBackslash !== -1 && this.#nextBackslash < i) this.#nextBackslash = text.indexOf("\\", i);
      const backslash = this.#nextBackslash;
      if (backslash !== -1 && (quote === -1 || backslash < quote)) {
        string.escapes = true;
        if (backslash + 1 === text.length) {
          this.#keep(text.slice(from));
          string.afterBackslash = true;
          return text.length;
        }
        i = backslash + 2;
        continue;
      }
      if (quote === -1) {
        this.#keep(text.slice(from));
        return text.length;
      }
      this.#keep(text.slice(from, quote));
      this.#closeString(quote);
      return quote + 1;
    }
  }

  #keep(text: string): void {
    const string = this.#string!;
    string.length += text.length;
    if (string.length <= this.#maxText) string.text += text;
  }

  #closeString(i: number): void {
    const {text, length, escapes} = this.#string!;
    this.#string = null;
    const frame = this.#stack.at(-1);
    let value = text;
    if (length > this.#maxText) value = `(${length} characters)`;
    else if (escapes) {
      try {
        value = JSON.parse(`"${text.replaceAll("\n", "\\n")}"`) as string;
      } catch {
        this.#fail("a text with escapes that JSON knows", i, text.slice(0, 60));
      }
    }
    if (frame !== undefined && !frame.isArray && (frame.state === "first" || frame.state === "key")) {
      frame.key = value;
      frame.state = "colon";
    } else this.#add(value);
  }

  #open(isArray: boolean, i: number): void {
    if (this.#stack.length === 0 && isArray && this.#inTopArray === "no" && this.#count === 0) {
      this.#inTopArray = "first";
      return;
    }
    this.#expectValue(i);
    if (this.#stack.length >= this.#maxDepth) this.#fail(`at most ${this.#maxDepth} levels of nesting`, i);
    const parent = this.#stack.at(-1);
    const skipped = parent !== undefined && (parent.target === null || this.#skips(parent));
    let target: Frame["target"] = null;
    if (!skipped) {
      target = isArray ? [] : (Object.create(null) as Record<string, unknown>);
      this.#put(target);
    }
    this.#stack.push({target, isArray, key: "", state: "first"});
  }

  #close(isArray: boolean, i: number): void {
    const frame = this.#stack.at(-1);
    if (frame === undefined) {
      if (!isArray || (this.#inTopArray !== "first" && this.#inTopArray !== "after")) this.#fail("a value", i);
      this.#inTopArray = "closed";
      if (this.#count === 0) this.#count = -1; // an empty list is JSON, though it holds nothing
      return;
    }
    if (frame.isArray !== isArray || (frame.state !== "first" && frame.state !== "after")) {
      this.#fail(this.#expected(frame), i);
    }
    this.#stack.pop();
    this.#done();
  }

  #comma(i: number): void {
    const frame = this.#stack.at(-1);
    if (frame === undefined) {
      if (this.#inTopArray !== "after") this.#fail("a value", i);
      this.#inTopArray = "value";
    } else {
      if (frame.state !== "after") this.#fail(this.#expected(frame), i);
      frame.state = frame.isArray ? "value" : "key";
    }
  }

  #colon(i: number): void {
    const frame = this.#stack.at(-1);
    if (frame === undefined || frame.isArray || frame.state !== "colon") {
      this.#fail(frame === undefined ? "a value" : this.#expected(frame), i);
    }
    frame.state = "value";
  }

  #word(word: string, i: number): void {
    this.#expectValue(i);
    if (this.#isSkipped()) return this.#add(null);
    if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(word)) {
      const number = Number(word);
      if (Number.isFinite(number)) return this.#add(number);
      this.#problems.push(`${this.#path()} is too large a number: ${word.slice(0, 20)}`);
      return this.#add(null);
    }
    if (word === "null") return this.#add(null);
    if (word === "true" || word === "false") return this.#add(word === "true");
    if (word === "NaN" || word === "Infinity" || word === "-Infinity") {
      if (this.#problems.length < 100) this.#problems.push(`${this.#path()} holds a bare ${word}, which is not JSON`);
      return this.#add(null);
    }
    this.#fail("a JSON value", i, word.slice(0, 40));
  }

  #expectValue(i: number): void {
    const frame = this.#stack.at(-1);
    if (frame === undefined) {
      if (this.#inTopArray === "closed" || this.#inTopArray === "after") {
        this.#fail(this.#inTopArray === "closed" ? "the end of the file" : "a comma or the end of the list", i);
      }
      return;
    }
    const ready = frame.state === "value" || (frame.isArray && frame.state === "first");
    if (!ready) this.#fail(this.#expected(frame), i);
  }

  #expected(frame: Frame): string {
    if (frame.isArray) return frame.state === "after" ? "a comma or the end of the list" : "a value";
    return {
      first: "a key or the end of the object",
      key: "a key",
      colon: "a colon",
      value: "a value",
      after: "a comma or the end of the object"
    }[frame.state];
  }

  #skips(frame: Frame): boolean {
    if (frame.isArray || !this.#skip.has(frame.key)) return false;
    this.skipped.add(frame.key);
    return true;
  }

  #isSkipped(): boolean {
    const frame = this.#stack.at(-1);
    return frame !== undefined && (frame.target === null || this.#skips(frame));
  }

  /** A scalar is whole. */
  #add(value: string | number | boolean | null): void {
    const frame = this.#stack.at(-1);
    if (frame === undefined) {
      this.#emit(value);
      return;
    }
    if (frame.target !== null && !this.#skips(frame)) this.#put(value);
    frame.state = "after";
  }

  #put(value: unknown): void {
    const frame = this.#stack.at(-1);
    if (++this.#kept > this.#maxValues) {
      throw new Problem(`holds more than ${this.#maxValues} values in one object`, {
        where: this.options.where,
        remedy: "split it"
      });
    }
    if (frame === undefined) this.#root = value;
    else if (frame.isArray) (frame.target as unknown[]).push(value);
    else (frame.target as Record<string, unknown>)[frame.key] = value;
  }

  #root: unknown = null;

  /** A container is whole. */
  #done(): void {
    const frame = this.#stack.at(-1);
    if (frame === undefined) this.#emit(this.#root);
    else frame.state = "after";
  }

  #emit(value: unknown): void {
    const problems = this.#problems;
    this.#problems = [];
    this.#kept = 0;
    this.#root = null;
    if (this.#inTopArray !== "no") this.#inTopArray = "after";
    this.sink({value, index: ++this.#count, problems});
  }

  /** Where reading is: itls[3] */
  #path(): string {
    return this.#stack
      .map(({isArray, key, target}) =>
        isArray ? (target === null ? "[]" : `[${(target as unknown[]).length}]`) : `.${key}`
      )
      .join("")
      .replace(/^\./, "")
      .slice(0, 200);
  }

  #fail(expected: string, i: number, found?: string): never {
    const path = this.#path();
    throw new Problem(
      `not JSON at character ${this.#before + i + 1}${path === "" ? "" : ` (${path})`}: expected ${expected}, found`,
      {
        where: this.options.where,
        value: found ?? this.#piece.slice(i, i + 20)
      }
    );
  }
}

/** Position of the first character that ends a number or word. */
function endOfWord(text: string, from: number): number {
  let i = from;
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c <= 0x20 || c === 0x2c || c === 0x5d || c === 0x7d || c === 0x3a || c === 0x22 || c === 0x5b || c === 0x7b)
      break;
  }
  return i;
}
