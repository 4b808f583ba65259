import {readFileSync} from "node:fs";
import {Problem} from "../../src/model/problem.js";
import {checkHosts} from "./check-hosts.js";
import {checkSpec} from "./check-spec.js";
import {specSchema, type Spec} from "./spec.js";
import {specJsonSchema} from "./spec-schema.js";
import {YamlSource} from "../../loaders/yaml-source.js";
import {issuesOf, problemOf} from "../../loaders/yaml-told.js";

/** Reads and checks a sweep spec; a Problem names file, line, rule, value and the nearest valid name. */
export function readSpec(file: string, environment: Readonly<Record<string, string | undefined>> = process.env): Spec {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Problem("cannot read the spec", {
      where: file,
      remedy: "give a file such as data/sweeps/demo.yaml",
      error
    });
  }
  return parseSpec(file, text, environment);
}

/** As readSpec, of a text. */
export function parseSpec(file: string, text: string, environment: Readonly<Record<string, string | undefined>>): Spec {
  const source = new YamlSource(file, text, environment);
  const parsed = specSchema.safeParse(source.value);
  const issues = parsed.success
    ? [...checkSpec(parsed.data), ...checkHosts(parsed.data, file)]
    : issuesOf(parsed.error, source, specJsonSchema());
  if (parsed.success && issues.length === 0) return parsed.data;
  throw problemOf(source, issues);
}
