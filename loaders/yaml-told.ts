import type {z} from "zod";
import {Problem} from "../src/model/problem.js";
import {fieldsAt, type JsonSchema} from "./json-fields.js";
import {nearest} from "./nearest.js";
import type {YamlIssue} from "./yaml-issue.js";
import type {Path, YamlSource} from "./yaml-source.js";

/** The issues that a schema finds in a YAML file's value, in words, with the nearest valid name. */
export function issuesOf(error: z.core.$ZodError, source: YamlSource, schema: JsonSchema): YamlIssue[] {
  return error.issues.flatMap((issue) => told(issue, [], source.value, schema));
}

/** All issues of a file as one Problem: each with file, line, rule, value and remedy; ten at most. */
export function problemOf(source: YamlSource, issues: readonly YamlIssue[]): Problem {
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
function told(issue: Issue, above: Path, value: unknown, schema: JsonSchema): YamlIssue[] {
  const path = [...above, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
  const found = at(value, path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const valid = fieldsAt(schema, path);
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
    if (depth(deepest) > 0) return deepest.flatMap((inner) => told(inner, path, value, schema));
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
