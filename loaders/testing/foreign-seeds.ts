import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import {random} from "../../src/model/statistics/random.js";
import {combine} from "../../src/model/interchange/import-set.js";
import {ForeignReader} from "../../src/model/interchange/read-file.js";
import {Problem} from "../../src/model/problem.js";
import {parsers} from "../foreign.js";
import {repository, seedResult} from "./real.js";

/** A file of every format as text, by name: the fixtures, and a real result of vLLM with and without its requests. */
export function foreignSeeds(): Record<string, string> {
  const folder = join(repository, "src/model/interchange/fixtures");
  const seeds: Record<string, string> = {};
  for (const name of readdirSync(folder, {recursive: true, encoding: "utf8"}).sort()) {
    if (!/\.(?:json|jsonl|yaml)(?:\.gz)?$/.test(name)) continue;
    const bytes = readFileSync(join(folder, name));
    seeds[name] = (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  }
  const full = JSON.parse(seedResult()) as Record<string, unknown[]>;
  const few = Object.entries(full).map(([key, value]) => [key, Array.isArray(value) ? value.slice(0, 4) : value]);
  seeds["vllm-detailed.json"] = JSON.stringify(Object.fromEntries(few));
  const short = Object.entries(full).filter(([, value]) => !Array.isArray(value));
  seeds["vllm-short.json"] = JSON.stringify(Object.fromEntries(short));
  const flat = short.filter(([, value]) => value !== null);
  seeds["summary.csv"] = `,${flat.map(([key]) => key).join()}\n0,${flat.map(([, value]) => String(value)).join()}\n`;
  return seeds;
}

const values = [
  "-1",
  "1e309",
  "NaN",
  "null",
  '"x"',
  "[]",
  "{}",
  "true",
  "0",
  "0.5",
  "1e300",
  '"\\ud800"',
  "[[[[]]]]",
  "-0",
  ""
];
const strings = ['"', "{", "}", "[", "]", ",", ":", "\\", "\u0000", "\n", "\ufffd", "é", "- ", "&a ", "*a"];

/** A damaged text: cut, or with a few characters, numbers or pieces changed. The same seed gives the same damage. */
export function damaged(text: string, seed: number): string {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  let out = text;
  const times = 1 + Math.floor(next() * 4);
  for (let i = 0; i < times; i++) {
    const at = Math.floor(next() * out.length);
    const way = Math.floor(next() * 5);
    if (way === 0) out = out.slice(0, at);
    else if (way === 1) out = out.slice(0, at) + pick(strings) + out.slice(at + Math.floor(next() * 3));
    else if (way === 2) out = out.slice(0, at) + out.slice(at + Math.floor(next() * 200));
    else if (way === 3) out = out.slice(0, at) + out.slice(Math.max(0, at - Math.floor(next() * 300)));
    else {
      const number = /-?\d+(?:\.\d+)?|"[^"]*"/.exec(out.slice(at));
      if (number !== null) {
        const from = at + number.index;
        out = out.slice(0, from) + pick(values) + out.slice(from + number[0].length);
      }
    }
  }
  return out;
}

/**
 * Reads a text as the commands do. What it says when it was refused, null when it was read; anything but a Problem that
 * names the file, or a row with a number that is none, is thrown.
 */
export function readDamaged(text: string): string | null {
  const bytes = new TextEncoder().encode(text);
  try {
    const reader = new ForeignReader("f.json", parsers);
    for (let i = 0; i < bytes.length; i += 1 << 14) reader.write(bytes.subarray(i, i + (1 << 14)));
    const {rows} = combine([reader.end()], {run: "r"});
    for (const row of rows) {
      for (const [name, value] of Object.entries(row)) {
        if (typeof value === "number" && !(Number.isFinite(value) && (value >= 0 || name.endsWith("_utc")))) {
          throw new Error(`${name} is ${value}`);
        }
        if (value === undefined) throw new Error(`${name} is undefined`);
      }
      if (row.kind !== "imported") throw new Error(`kind is ${row.kind}`);
    }
    return null;
  } catch (error) {
    if (error instanceof Problem && error.message.startsWith("f.json")) return error.message;
    throw error;
  }
}
