import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import type {Study} from "../src/model/study.js";
import {nearest} from "./nearest.js";
import {listStudies, loadStudy} from "./study.js";
import type {YamlIssue} from "./yaml-issue.js";
import {YamlSource} from "./yaml-source.js";
import {issuesOf, problemOf} from "./yaml-told.js";

/** The configuration of the site, at the repository's root. */
export const configFile = "sweepbook.yaml";

const schema = z.strictObject({
  study: z.array(z.string()).describe("Studies in the report, by the names of their files in data/studies.")
});

/**
 * The studies that stand in the report, in the order of `study:` in sweepbook.yaml; every one in data/studies where there is no such
 * file. SWEEPBOOK_CONFIG names another file. A Problem names line and nearest name of a study that is not there.
 */
export function activeStudies(
  root: string,
  env: Readonly<Record<string, string | undefined>> = process.env
): readonly Study[] {
  const known = listStudies(root);
  const named = env["SWEEPBOOK_CONFIG"];
  const path = named === undefined || named === "" ? join(root, configFile) : named;
  if (!existsSync(path)) return known.map((name) => loadStudy(root, name));
  const source = new YamlSource(
    named === undefined || named === "" ? configFile : path,
    readFileSync(path, "utf8"),
    {}
  );
  const parsed = schema.safeParse(source.value);
  if (!parsed.success) throw problemOf(source, issuesOf(parsed.error, source, z.toJSONSchema(schema) as object));
  const names = parsed.data.study;
  const issues = names.flatMap((name, i): YamlIssue[] => {
    const issue = (rule: string, remedy: string): YamlIssue => ({path: ["study", i], rule, value: name, remedy});
    if (names.indexOf(name) < i) return [issue("named twice", "leave one out")];
    if (known.includes(name)) return [];
    const meant = nearest(name, known);
    const remedy =
      meant === null ? `known: ${known.join(", ") || "none; npm run new makes one"}` : `did you mean ${meant}?`;
    return [issue("no such study in data/studies", remedy)];
  });
  if (issues.length > 0) throw problemOf(source, issues);
  const studies = names.map((name) => loadStudy(root, name));
  const withSource = studies.filter((study) => study.source !== null);
  if (withSource.length > 1)
    throw problemOf(source, [
      {
        path: ["study", names.indexOf(withSource[1]!.name)],
        rule: "one report examines one source at a time",
        value: withSource[1]!.name,
        remedy: `leave out ${withSource[0]!.name} or this one`
      }
    ]);
  return studies;
}
