import {Problem} from "../problem.js";

/** Checked reads from a config of unknown origin: each says which field is wrong, what stood there, and what it must be. */
export class Fields {
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(config: unknown) {
    if (typeof config !== "object" || config === null || Array.isArray(config)) {
      throw new Problem("config.json: not a JSON object", {value: config, remedy: "give the model's own config.json"});
    }
    this.#values = new Map(Object.entries(config));
  }

  /** True when the field is there and not null. */
  has(name: string): boolean {
    return this.#values.get(name) != null;
  }

  text(name: string): string {
    const value = this.#values.get(name);
    if (typeof value !== "string" || value.length === 0 || value.length > 200) {
      throw new Problem(`config.json: ${name} is not a name`, {value, remedy: "give the model's own config.json"});
    }
    return value;
  }

  /** A whole number in [least, most]; `fallback` stands for an absent field. */
  integer(name: string, least: number, most: number, fallback?: number): number {
    const value = this.#values.get(name) ?? fallback;
    if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
      throw new Problem(`config.json: ${name} is not a whole number from ${least} to ${most}`, {value});
    }
    return value;
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#values.get(name) ?? fallback;
    if (typeof value !== "boolean") throw new Problem(`config.json: ${name} is neither true nor false`, {value});
    return value;
  }

  /** Whole numbers of a list; an absent field is an empty list. */
  integers(name: string): readonly number[] {
    const value = this.#values.get(name) ?? [];
    if (!Array.isArray(value) || value.length > 10_000 || !value.every((item) => Number.isInteger(item))) {
      throw new Problem(`config.json: ${name} is not a list of whole numbers`, {value});
    }
    return value as number[];
  }

  /** The strings of a list, nested lists opened; anything else in it is skipped. Null when the field is absent. */
  texts(name: string): readonly string[] | null {
    const value = this.#values.get(name);
    if (value == null) return null;
    if (!Array.isArray(value)) throw new Problem(`config.json: ${name} is not a list`, {value});
    return value.flat(3).filter((item): item is string => typeof item === "string");
  }

  /** A nested object, or null when it is absent. */
  object(name: string): Fields | null {
    const value = this.#values.get(name);
    return value == null ? null : new Fields(value);
  }
}
