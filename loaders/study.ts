import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {defaultAssumptions} from "../src/model/assumptions.js";
import type {ModelEntry} from "../src/model/dataset.js";
import {Problem} from "../src/model/problem.js";
import type {OwnText, Study, StudyAsks} from "../src/model/study.js";
import type {HardwareRow} from "../src/model/tables/hardware.js";
import {loadHardware} from "./hardware.js";
import {loadModels} from "./models.js";
import {nearest} from "./nearest.js";
import {studyJsonSchema, studySchema, type StudyFile} from "./study-schema.js";
import type {YamlIssue} from "./yaml-issue.js";
import {YamlSource} from "./yaml-source.js";
import {issuesOf, problemOf} from "./yaml-told.js";

export const studiesFolder = "data/studies";

/** A study's name stands in addresses, where a dot would be taken for the start of an extension. */
export const studyName = /^[a-z0-9][a-z0-9-]{0,59}$/;

interface Known {
  readonly models: readonly Pick<ModelEntry, "id">[];
  readonly hardware: readonly Pick<HardwareRow, "gpu">[];
}

/** Names of the studies in data/studies, in order of the alphabet. */
export function listStudies(root: string): string[] {
  const folder = join(root, studiesFolder);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort();
}

/** Reads and checks a study; a Problem names file, line, rule, value and the nearest valid name. */
export function loadStudy(root: string, name: string): Study {
  const file = `${studiesFolder}/${name}.yaml`;
  if (!studyName.test(name))
    throw new Problem("a study's name holds small letters, digits and hyphens", {where: file, value: name});
  const text = readFileSync(join(root, file), "utf8");
  return parseStudy(name, file, text, {models: loadModels(root), hardware: loadHardware(root)});
}

/** As loadStudy, of a text. */
export function parseStudy(name: string, file: string, text: string, known: Known): Study {
  const source = new YamlSource(file, text, {});
  const parsed = studySchema.safeParse(source.value);
  const issues = parsed.success ? check(parsed.data, known) : issuesOf(parsed.error, source, studyJsonSchema());
  if (!parsed.success || issues.length > 0) throw problemOf(source, issues);
  const {title, question, languages, source: folder} = parsed.data;
  return {
    name,
    title: own(title),
    question: own(question),
    languages,
    source: folder ?? null,
    asks: folder === undefined ? asks(name, parsed.data) : null
  };
}

const own = (text: StudyFile["title"]): OwnText =>
  typeof text === "string"
    ? {en: text}
    : {...(text.en === undefined ? {} : {en: text.en}), ...(text.zh === undefined ? {} : {zh: text.zh})};

function check(study: StudyFile, {models, hardware}: Known): YamlIssue[] {
  if (study.source !== undefined) return [];
  const issues: YamlIssue[] = [];
  for (const field of ["model", "gpus", "load"] as const)
    if (study[field] === undefined)
      issues.push({path: [field], rule: "is missing: a study without a source says model, gpus and load itself"});
  const unknown = (path: YamlIssue["path"], rule: string, value: string, valid: readonly string[]): void => {
    if (valid.includes(value)) return;
    const meant = nearest(value, valid);
    issues.push({path, rule, value, remedy: meant === null ? `known: ${valid.join(", ")}` : `did you mean ${meant}?`});
  };
  const boards = hardware.map(({gpu}) => gpu);
  if (study.model !== undefined)
    unknown(
      ["model"],
      "no such model in data/models",
      study.model,
      models.map(({id}) => id)
    );
  for (const [i, entry] of (study.gpus ?? []).entries())
    unknown(["gpus", i], "no such GPU in data/hardware.yaml", typeof entry === "string" ? entry : entry.gpu, boards);
  for (const [i, {gpu}] of study.prices.entries())
    unknown(["prices", i, "gpu"], "no such GPU in data/hardware.yaml", gpu, boards);
  return issues;
}

/** What was checked to be there. */
function asks(name: string, {model, gpus, precisions, load, slo, prices, figures}: StudyFile): StudyAsks {
  return {
    model: model!,
    gpus: gpus!.map((entry) => (typeof entry === "string" ? {gpu: entry, gpus: 1} : entry)),
    precisions,
    load: {...load!, concurrency: [...new Set(load!.concurrency)].sort((a, b) => a - b)},
    slo: slo ?? defaultAssumptions.slo,
    prices: prices.map((price, i) => ({price_id: `study/${name}/${i + 1}`, ...price})),
    figures
  };
}
