import {readFileSync} from "node:fs";
import type {z} from "zod";
import {Problem} from "../../src/model/problem.js";
import {checkHosts} from "./check-hosts.js";
import {checkSpec} from "./check-spec.js";
import {nearest} from "./nearest.js";
import {specSchema, type Spec} from "./spec.js";
import {fieldsAt} from "./spec-schema.js";
import type {SpecIssue} from "./spec-issue.js";
import {SpecSource, type Path} from "./spec-source.js";

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
  const source = new SpecSource(file, text, environment);
  const parsed = specSchema.safeParse(source.value);
  const issues = parsed.success
    ? [...checkSpec(parsed.data), ...checkHosts(parsed.data, file)]
    : parsed.error.issues.flatMap((issue) => told(issue, [], source.value));
  if (parsed.success && issues.length === 0) return parsed.data;
  throw problemOf(source, issues);
}

function problemOf(source: SpecSource, issues: readonly SpecIssue[]): Problem {
  const [first, ...rest] = issues.map(
    (issue) =>
      new Problem(`${issue.path.length > 0 ? `${issue.path.join(".")}: ` : ""}${issue.rule}`, {
        where: source.where(issue.path),
        ...("value" in issue ? {value: issue.value} : {}),
        ...(issue.remedy === undefined ? {} : {remedy: issue.remedy})
      })
  );
  if (rest.length === 0) return first!;
  const shown = rest.slice(0, 9).map((problem) => problem.message);
  const more = rest.length > shown.length ? [`and ${rest.length - shown.length} more`] : [];
  return new Problem([first!.message, ...shown, ...more].join("\n"));
}

type Issue = z.core.$ZodIssue;

/** A zod issue in words; of a union, the alternative that got furthest, as that is the one that was meant. */
function told(issue: Issue, above: Path, value: unknown): SpecIssue[] {
  const path = [...above, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
  const found = at(value, path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const valid = fieldsAt(path);
      const meant = nearest(key, valid);
      return {
        path: [...path, key],
        rule: "no such field",
        value: key,
        remedy: meant === null ? `known here: ${valid.join(", ")}` : `did you mean ${meant}?`
      };
    });
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const deepest = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0]!;
    if (depth(deepest) > 0) return deepest.flatMap((inner) => told(inner, path, value));
    const types = [
      ...new Set(issue.errors.flat().map((inner) => ("expected" in inner ? inner.expected : inner.message)))
    ];
    return [{path, rule: `must be one of: ${types.join(", ")}`, value: found}];
  }
  if (issue.code === "invalid_union") {
    return [{path, rule: "unknown kind", value: found, remedy: "known: slo, knee"}];
  }
  if (issue.code === "invalid_value") {
    const valid = issue.values.map(String);
    const meant = typeof found === "string" ? nearest(found, valid) : null;
    return [
      {
        path,
        rule: `must be ${valid.length === 1 ? valid[0] : `one of ${valid.join(", ")}`}`,
        value: found,
        ...(meant === null ? {} : {remedy: `did you mean ${meant}?`})
      }
    ];
  }
  if (issue.code === "invalid_key" || issue.code === "invalid_element") {
    return issue.issues.map((inner) => ({path, rule: inner.message, value: path.at(-1)}));
  }
  if (found === undefined) return [{path, rule: "is missing"}];
  return [{path, rule: issue.message.replace(/^Invalid input: /, ""), value: found}];
}

function depth(issues: readonly Issue[]): number {
  return Math.max(...issues.map((issue) => issue.path.length + (issue.code === "unrecognized_keys" ? 1 : 0)));
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      inner !== null && typeof inner === "object" ? (inner as Record<string | number, unknown>)[part] : undefined,
    value
  );
}
