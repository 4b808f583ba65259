import {Problem} from "../problem.js";

/** Instants in ns are below it; squares of anything larger would not be finite. */
const largest = 1e20;

/** A value of a foreign file with the place where it stands: each read says what was expected there and what was found. */
export class Node {
  constructor(
    readonly value: unknown,
    /** File, and number of the object in it where it holds several. */
    readonly where: string,
    readonly path = ""
  ) {}

  /** The member of that name; a missing one, or one of something that is no object, is a node without value. */
  get(...keys: readonly (string | number)[]): Node {
    let value = this.value;
    let path = this.path;
    for (const key of keys) {
      path = typeof key === "number" ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
      value =
        typeof value === "object" && value !== null && Object.hasOwn(value, key)
          ? (value as Record<string | number, unknown>)[key]
          : undefined;
    }
    return new Node(value, this.where, path);
  }

  /** True when something other than null stands here. */
  get given(): boolean {
    return this.value != null;
  }

  get isObject(): boolean {
    return typeof this.value === "object" && this.value !== null && !Array.isArray(this.value);
  }

  get isList(): boolean {
    return Array.isArray(this.value);
  }

  /** Names of the members; none for anything but an object. */
  keys(): string[] {
    return this.isObject ? Object.keys(this.value as object) : [];
  }

  has(...keys: readonly string[]): boolean {
    return keys.every((key) => this.get(key).value !== undefined);
  }

  /** The object; a Problem for anything else. */
  object(): Node {
    if (!this.isObject) this.fail("an object");
    return this;
  }

  /** Elements of a list; none when nothing stands here. */
  items(): Node[] {
    if (!this.given) return [];
    if (!Array.isArray(this.value)) this.fail("a list");
    return this.value.map((_, i) => this.get(i));
  }

  /** A finite number, or null when nothing stands here. */
  number(): number | null {
    if (!this.given) return null;
    if (typeof this.value !== "number" || !Number.isFinite(this.value)) this.fail("a number");
    if (Math.abs(this.value) > largest) this.fail("a number of a measurement");
    return this.value;
  }

  /** A number of 0 or more, or null. */
  positive(): number | null {
    const number = this.number();
    if (number !== null && number < 0) this.fail("a number of 0 or more");
    return number;
  }

  /** A whole number of 0 or more, or null; 32.0 is whole. */
  count(): number | null {
    const number = this.positive();
    if (number !== null && !Number.isSafeInteger(number)) this.fail("a whole number");
    return number;
  }

  /** The list of numbers of 0 or more that stands here; quick, for lists of millions. */
  numbers(): readonly number[] {
    if (!Array.isArray(this.value)) this.fail("a list of numbers");
    const list = this.value as readonly unknown[];
    for (let i = 0; i < list.length; i++) {
      const x = list[i];
      if (typeof x !== "number" || !(x >= 0 && x <= largest)) this.get(i).fail("a number of 0 or more");
    }
    return list as readonly number[];
  }

  text(): string | null {
    if (!this.given) return null;
    if (typeof this.value !== "string") this.fail("a text");
    return this.value;
  }

  flag(): boolean | null {
    if (!this.given) return null;
    if (typeof this.value !== "boolean") this.fail("true or false");
    return this.value;
  }

  fail(expected: string): never {
    const cause = `${this.path === "" ? "" : `${this.path}: `}expected ${expected}, found`;
    const {value} = this;
    const found =
      value === undefined ? "nothing" : typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
    throw new Problem(cause, {where: this.where, value: found});
  }
}
