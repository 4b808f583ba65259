import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {defaultAssumptions} from "../src/model/assumptions.js";
import {factorBetween, type Against, type DeclaredClaim, type Selection} from "../src/model/claims/declared-claim.js";
import {tables} from "../src/model/dataset.js";
import type {OwnText} from "../src/model/study.js";
import type {Column} from "../src/model/table.js";
import {units, type Unit} from "../src/model/units.js";
import {claimsJsonSchema, claimsSchema, type ClaimsFile} from "./claims-schema.js";
import {loadHardware} from "./hardware.js";
import {nearest} from "./nearest.js";
import type {YamlIssue} from "./yaml-issue.js";
import {YamlSource, type Path} from "./yaml-source.js";
import {issuesOf, problemOf} from "./yaml-told.js";

type Entry = ClaimsFile["claims"][number];
type Chosen = Pick<Entry, "metric" | "from" | "where" | "aggregate">;

/** Path of a study's claims, from the root. */
export const claimsPath = (study: string): string => `data/claims/${study}.yaml`;

/** The claims of these studies that are data; a study without a file claims nothing. */
export function loadClaims(root: string, studies: readonly string[]): DeclaredClaim[] {
  const gpus = loadHardware(root).map(({gpu}) => gpu);
  return studies.flatMap((study) => {
    const file = claimsPath(study);
    return existsSync(join(root, file)) ? parseClaims(study, file, readFileSync(join(root, file), "utf8"), gpus) : [];
  });
}

/** Reads and checks a file of claims; a Problem names file, line, rule, value and the nearest valid name. */
export function parseClaims(study: string, file: string, text: string, gpus: readonly string[]): DeclaredClaim[] {
  const source = new YamlSource(file, text, {});
  const parsed = claimsSchema.safeParse(source.value);
  if (!parsed.success) throw problemOf(source, issuesOf(parsed.error, source, claimsJsonSchema()));
  const {claims} = parsed.data;
  const issues = claims.flatMap((claim, i) => [
    ...check(claim, ["claims", i], gpus),
    ...(claims.findIndex(({id}) => id === claim.id) < i
      ? [{path: ["claims", i, "id"], rule: "two claims of one id", value: claim.id}]
      : [])
  ]);
  if (issues.length > 0) throw problemOf(source, issues);
  return claims.map((claim) => declared(study, claim));
}

function declared(study: string, claim: Entry): DeclaredClaim {
  const {id, at, says, said, relation, times, than, note, settles} = claim;
  return {
    id,
    study,
    where: at,
    says: own(says),
    said,
    value: selected(claim),
    relation: relation === ">=" ? "≥" : relation === "<=" ? "≤" : relation,
    times: times as DeclaredClaim["times"],
    against: against(claim, than),
    note: note === undefined ? null : own(note),
    settles:
      settles === undefined
        ? {en: "The same measured, five runs or more each.", zh: "实测同样内容，各五次以上。"}
        : own(settles)
  };
}

function against(claim: Entry, than: Entry["than"]): Against {
  if (typeof than === "number") return {value: than};
  if ("value" in than) return {value: than.value * factorBetween(than.unit as Unit, columnOf(claim)!.unit)!};
  return "said" in than ? {said: than.said} : selected(than);
}

const selected = ({metric, from, where, aggregate}: Chosen): Selection => ({metric, from, where, aggregate});

const own = (text: NonNullable<Entry["note"]>): OwnText =>
  typeof text === "string"
    ? {en: text}
    : {...(text.en === undefined ? {} : {en: text.en}), ...(text.zh === undefined ? {} : {zh: text.zh})};

function check(claim: Entry, path: Path, gpus: readonly string[]): YamlIssue[] {
  const {than, times, said, says} = claim;
  const issues = checkSelection(claim, path, gpus);
  const readings = Object.keys(defaultAssumptions.readings);
  if (typeof times === "string" && !readings.includes(times))
    issues.push(unknown([...path, "times"], "no such reading", times, readings));
  if (typeof says !== "string" && says.en === undefined && says.zh === undefined)
    issues.push({path: [...path, "says"], rule: "must hold a text, as en or zh or both"});
  for (const [name, pattern] of Object.entries(said)) {
    const problem = patternProblem(pattern);
    if (problem !== null) issues.push({path: [...path, "said", name], rule: problem, value: pattern});
  }
  const unit = columnOf(claim)?.unit ?? null;
  const at = [...path, "than"];
  if (typeof than === "number") {
    if (unit !== null)
      issues.push({
        path: at,
        rule: "a number without its unit",
        value: than,
        remedy: `write {value: ${than}, unit: ${unit}}`
      });
  } else if ("value" in than) {
    if (!(than.unit in units)) issues.push(unknown([...at, "unit"], "no such unit", than.unit, Object.keys(units)));
    else if (factorBetween(than.unit as Unit, unit) === null)
      issues.push({
        path: [...at, "unit"],
        rule: `not a unit of ${claim.metric}, which is in ${unit ?? "no unit"}`,
        value: than.unit
      });
  } else if ("said" in than) {
    if (!(than.said in said))
      issues.push(unknown([...at, "said"], "no such number of said", than.said, Object.keys(said)));
  } else {
    issues.push(...checkSelection(than, at, gpus));
    if (than.from !== claim.from)
      issues.push({
        path: [...at, "from"],
        rule: "two ways of measuring never mix: both sides of a ratio come from one table",
        value: than.from,
        remedy: `from: ${claim.from}`
      });
    const other = columnOf(than)?.unit ?? null;
    if (columnOf(than) !== undefined && other !== unit)
      issues.push({
        path: [...at, "metric"],
        rule: `is in ${other ?? "no unit"}, and ${claim.metric} in ${unit ?? "no unit"}`,
        value: than.metric
      });
  }
  return issues;
}

function checkSelection({from, metric, where}: Chosen, path: Path, gpus: readonly string[]): YamlIssue[] {
  const columns = tables[from].columns as Readonly<Record<string, Column<unknown>>>;
  const numeric = Object.keys(columns).filter((name) => ["number", "integer"].includes(columns[name]!.type));
  const issues: YamlIssue[] = [];
  if (!numeric.includes(metric))
    issues.push(unknown([...path, "metric"], `no number in the table ${from}`, metric, numeric));
  for (const [column, wanted] of Object.entries(where)) {
    const known = columns[column];
    if (known === undefined) {
      issues.push(
        unknown([...path, "where", column], `no such column of the table ${from}`, column, Object.keys(columns))
      );
      continue;
    }
    const type = known.type === "text" ? "string" : known.type === "boolean" ? "boolean" : "number";
    for (const one of [wanted].flat()) {
      if (typeof one !== type)
        issues.push({
          path: [...path, "where", column],
          rule: `must be a ${type === "string" ? "text" : type}`,
          value: one
        });
      else if (column === "gpu" && !gpus.includes(String(one)))
        issues.push(unknown([...path, "where", column], "no such GPU in data/hardware.yaml", String(one), gpus));
    }
  }
  return issues;
}

function columnOf({from, metric}: Pick<Chosen, "from" | "metric">): Column<unknown> | undefined {
  return (tables[from].columns as Readonly<Record<string, Column<unknown>>>)[metric];
}

function unknown(path: Path, rule: string, value: string, valid: readonly string[]): YamlIssue {
  const meant = nearest(value, valid);
  const few = valid.length > 12 ? `${valid.slice(0, 12).join(", ")} ...` : valid.join(", ");
  return {path, rule, value, remedy: meant === null ? `known: ${few}` : `did you mean ${meant}?`};
}

/** What is wrong with a pattern; null for a fine one. Patterns run on short sentences of the repository alone. */
function patternProblem(pattern: string): string | null {
  try {
    return new RegExp(`${pattern}|`).exec("")!.length < 2 ? "a pattern without a group for its number" : null;
  } catch {
    return "not a regular expression";
  }
}
