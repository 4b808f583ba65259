import {readFileSync} from "node:fs";
import {parse} from "yaml";
import type {z} from "zod";
import {Problem} from "../src/model/problem.js";
import {parseAt} from "./border.js";

/** A YAML file of data/, parsed and checked. Dates stay texts as they are written. */
export function readYaml<T>(path: string, schema: z.ZodType<T>, where: string): T {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new Problem("cannot be read", {where, error});
  }
  let value: unknown;
  try {
    value = parse(text, {maxAliasCount: 100});
  } catch (error) {
    throw new Problem("not YAML", {where, value: error instanceof Error ? error.message : error, error});
  }
  return parseAt(schema, value, where);
}
