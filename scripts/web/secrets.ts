import {extname} from "node:path";
import {tableFromIPC} from "apache-arrow";
import {findSecrets, type KnownSecret, type SecretClass} from "../../loaders/redact.js";
import type {Finding} from "./finding.js";

/** What a build may publish all the same: names and addresses of machines, when the owner says so. Keys never. */
const hostClasses: readonly SecretClass[] = ["host", "ip", "mac", "user", "home"];

/** What our own templates of deployments hold: a container's home, and a cluster's usual address of Prometheus. */
const ofTemplates = new Set(["/root", "prometheus.monitoring.svc"]);

/** Names of members and columns that hold what a model was asked or answered. */
const requestTexts = /^(?:prompts?|messages|input_texts?|generated_texts?|completions?|responses?)$/;

interface Options {
  /** Literals that identify although no pattern shows it. */
  readonly known: readonly KnownSecret[];
  /** Leaves out the classes that name machines. */
  readonly keepHosts: boolean;
}

/**
 * What a published file holds that it must not: keys, GPU UUIDs, serial numbers, names and addresses of machines and
 * people, texts of requests. Data, pages, pictures and deployments are searched; scripts hold no data. Told shortened,
 * for the report of a finding is itself read by others.
 */
export function secretsOf(file: string, bytes: Buffer, {known, keepHosts}: Options): Finding[] {
  const type = extname(file);
  if (type === ".js" || type === ".css" || type === ".png" || file === "licences.txt") return []; // those name authors
  const text = type === ".arrow" ? textsOfArrow(bytes) : bytes.toString("utf8");
  const findings: Finding[] = [];
  for (const found of findSecrets(text, known)) {
    if (keepHosts && hostClasses.includes(found.class)) continue;
    if (file.startsWith("deploy/") && ofTemplates.has(found.value)) continue;
    findings.push({file, rule: `holds what identifies (${found.class})`, value: shortened(found.value)});
  }
  for (const value of namesOf(type, text)) {
    if (requestTexts.test(value)) findings.push({file, rule: "holds texts of requests", value});
  }
  return findings;
}

/**
 * Of the names known on this machine those that can be told from prose: a machine called "data" or a user called "node"
 * is in every report, and named by none.
 * @param prose text of the pages as written by hand
 */
export function telling(known: readonly KnownSecret[], prose: string): KnownSecret[] {
  const words = new Set(prose.toLowerCase().match(/[\w.-]+/g));
  return known.filter(({value}) => !words.has(value.toLowerCase()));
}

/** The column names and all distinct texts of an Arrow file, a line each. */
function textsOfArrow(bytes: Buffer): string {
  const table = tableFromIPC(bytes);
  const texts = new Set<string>();
  for (const [key, value] of table.schema.metadata) texts.add(`${key}: ${value}`);
  for (const {name} of table.schema.fields) {
    const column = table.getChild(name);
    if (column === null || /^(?:U?[Ii]nt|Float|Bool|Timestamp)/.test(column.type.toString())) continue;
    const dictionaries = column.data.flatMap(({dictionary}) => (dictionary == null ? [] : [dictionary]));
    for (const values of dictionaries.length > 0 ? dictionaries : [column]) {
      for (const value of values)
        if (value !== null) texts.add(typeof value === "string" ? value : JSON.stringify(value));
    }
  }
  return [table.schema.fields.map(({name}) => name).join(","), ...texts].join("\n");
}

/** Column names of a table, or names of the members of a JSON text. */
function namesOf(type: string, text: string): Set<string> {
  if (type === ".csv" || type === ".arrow") return new Set(text.slice(0, text.indexOf("\n")).trim().split(","));
  if (type === ".json") return new Set([...text.matchAll(/"(\w{1,40})"\s*:/g)].map(([, name]) => name!));
  return new Set();
}

/** Enough to find it by, not enough to use it. */
function shortened(value: string): string {
  return value.length <= 4 ? value : `${value.slice(0, 4)}… (${value.length} characters)`;
}
