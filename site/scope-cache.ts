import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync
} from "node:fs";
import {join} from "node:path";
import {toArrow} from "../loaders/arrow.js";
import {toCsv} from "../loaders/csv.js";
import type {Inputs} from "../loaders/inputs.js";
import {sha256} from "../loaders/sha256.js";
import {hashOfSources} from "../loaders/source-hash.js";
import type {TableView} from "../src/components/view.js";
import type {Table} from "../src/model/table.js";

/** Where what is drawn of one scope goes: HTML by language, and the files of figures. */
export interface Drawing {
  readonly en: string;
  readonly zh: string;
  readonly figures: string;
}

/** A figure's rows, of which its CSV and Arrow files are made. */
export interface DrawnRows {
  readonly declared: Table;
  readonly rows: TableView["rows"];
}

const rowsEnd = ".rows.json";

/**
 * What stands on the pages of one scope, drawn unless the cache holds it under all that it is a function of: `what` as JSON, the
 * code and the libraries. Files name the tables that they were made from (`inputs`), which change with every run of the store, so
 * Arrow files are written anew each time, from rows that are kept.
 * @param scope path that ends in a slash, such as "runs/first/"
 * @param draw draws into empty folders, with keepRows for the files of figures
 */
export function drawnScope(
  scope: string,
  what: unknown,
  to: Drawing,
  inputs: Inputs,
  draw: (into: Drawing) => void,
  cacheDir = ".cache/scopes"
): void {
  const name = scope.replaceAll("/", "+");
  const key = sha256([codeHash(), JSON.stringify(what)].join("\n")).slice(0, 32);
  const entry = join(cacheDir, `${name}${key}`);
  if (!existsSync(entry)) {
    mkdirSync(cacheDir, {recursive: true});
    const temporary = mkdtempSync(join(cacheDir, ".new-"));
    draw(foldersOf(temporary));
    renameSync(temporary, entry);
    for (const other of readdirSync(cacheDir))
      if (other.startsWith(name) && other.length === name.length + 32 && other !== `${name}${key}`)
        rmSync(join(cacheDir, other), {recursive: true, force: true});
  }
  const from = foldersOf(entry);
  for (const part of ["en", "zh", "figures"] as const) {
    mkdirSync(to[part], {recursive: true});
    for (const file of readdirSync(from[part])) {
      if (file.endsWith(rowsEnd)) writeArrow(from[part], file, to[part], inputs);
      else copyFileSync(join(from[part], file), join(to[part], file));
    }
  }
}

/** Puts a figure's rows beside its pictures: as CSV, and as what its Arrow file is made of. */
export function keepRows({figures}: Drawing, name: string, {declared, rows}: DrawnRows): void {
  writeFileSync(join(figures, `${name}.csv`), toCsv(declared, rows));
  writeFileSync(join(figures, `${name}${rowsEnd}`), JSON.stringify({declared, rows} satisfies DrawnRows));
}

function writeArrow(from: string, file: string, to: string, inputs: Inputs): void {
  const {declared, rows} = JSON.parse(readFileSync(join(from, file), "utf8")) as DrawnRows;
  const arrow = toArrow(declared, rows, {kind: "figure", inputs});
  writeFileSync(join(to, `${file.slice(0, -rowsEnd.length)}.arrow`), arrow);
}

function foldersOf(entry: string): Drawing {
  const folders = {en: join(entry, "en"), zh: join(entry, "zh"), figures: join(entry, "figures")};
  for (const folder of Object.values(folders)) mkdirSync(folder, {recursive: true});
  return folders;
}

/** Of all code that draws, and of the libraries and the Node that it runs with. */
function codeHash(): string {
  const own = hashOfSources(["site", "src/components", "src/judges", "src/model", "loaders"]);
  return sha256([own, sha256(readFileSync("package-lock.json")), process.version].join());
}
