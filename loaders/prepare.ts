import {mkdirSync} from "node:fs";
import {availableParallelism} from "node:os";
import {join} from "node:path";
import {tables, type Dataset, type TableName} from "../src/model/dataset.js";
import type {Table} from "../src/model/table.js";
import type {PointRow} from "../src/model/tables/points.js";
import {joinArrow} from "./arrow-join.js";
import {fromArrow, toArrow, type Origin} from "./arrow.js";
import {loadClaims} from "./claims.js";
import {activeStudies} from "./config.js";
import {toCsv} from "./csv.js";
import {hardwarePath, loadHardware} from "./hardware.js";
import {dataInputs, runInputs, runTableNames, type Inputs, type RunTableName} from "./inputs.js";
import {readManifest} from "./manifest-file.js";
import {loadModels} from "./models.js";
import {articleFile, claimsFile, filesFile, modelsFile, presetsFile} from "./prepared.js";
import {loadPresets} from "./presets.js";
import {loadPrices, pricePaths} from "./prices.js";
import {cachedRuns} from "./cached-runs.js";
import {cachedTable, isCached, pruneCache} from "./run-cache.js";
import {listRuns} from "./runs.js";
import {loadSource, sourcePaths} from "./source.js";
import {sha256} from "./sha256.js";
import {writeIfChanged} from "./write-if-changed.js";

export interface PrepareOptions {
  /** Root of the repository, which holds data/. */
  readonly root: string;
  readonly runsDir: string;
  /** Content-addressed tables of single runs. */
  readonly cacheDir: string;
  /** Where the tables go. */
  readonly outDir: string;
  /** Threads that read runs; left out, one, and more where there is much to read. */
  readonly threads?: number;
  /** Called after each run. */
  readonly onProgress?: (progress: {run: string; cached: boolean; done: number; total: number}) => void;
}

/** One table as the Data page lists it. */
export interface TableFiles {
  readonly name: TableName;
  readonly title: Table["title"];
  readonly kind: string;
  readonly rows: number;
  readonly files: readonly {readonly file: string; readonly bytes: number; readonly sha256: string}[];
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly unit: string | null;
    readonly nullable: boolean;
    readonly label: Table["title"];
    readonly definition: Table["title"];
  }[];
  readonly inputs: Inputs;
}

/**
 * Brings the tables in outDir up to date: every run through the cache, then all tables as .arrow (IPC file format) and
 * .csv, with files.json that describes them. A file is written only when its bytes change, and all carry one fixed time.
 * @returns which runs were read anew, and which files changed
 */
export async function prepare(options: PrepareOptions): Promise<{read: string[]; changed: string[]}> {
  const {root, runsDir, cacheDir, outDir} = options;
  const hardware = loadHardware(root);
  const hardwareInputs = dataInputs(root, [hardwarePath]);
  const origins = Object.fromEntries(
    runTableNames.map((name) => [
      name,
      {kind: "", inputs: {...(name === "points" || name === "servers" ? hardwareInputs : {})}}
    ])
  ) as Record<(typeof runTableNames)[number], {kind: string; inputs: Inputs}>;
  const kinds = new Set<string>();
  const runs = listRuns(runsDir);
  const missing: number[] = [];
  for (const run of runs) {
    const {manifest, bytes} = readManifest(runsDir, run);
    kinds.add(manifest.kind);
    for (const name of runTableNames)
      Object.assign(origins[name].inputs, runInputs(name, run, manifest, sha256(bytes)));
    if (!isCached(cacheDir, run)) missing.push(manifest.files.reduce((sum, file) => sum + file.stored_bytes, 0));
  }
  const hardwareSha256 = hardwareInputs[hardwarePath]!;
  const tasks = runs.map((run) => ({cacheDir, runsDir, run, hardware, hardwareSha256}));
  let done = 0;
  const entries = await cachedRuns(tasks, options.threads ?? threadsFor(missing), ({run, cached}) =>
    options.onProgress?.({run, cached, done: ++done, total: runs.length})
  );
  pruneCache(cacheDir, entries);
  const points = entries.flatMap((entry) =>
    fromArrow<PointRow>(tables.points, cachedTable(cacheDir, entry, "points", "arrow"), entry.run)
  );
  const {article, published} = loadSource(root, points);
  const kind = [...kinds].sort().join(",");
  const rows: Pick<Dataset, "published" | "hardware" | "prices"> = {published, hardware, prices: loadPrices(root)};
  const origin: Record<TableName, Origin> = {
    ...Object.fromEntries(runTableNames.map((name) => [name, {kind, inputs: origins[name].inputs}])),
    published: {kind: "published", inputs: dataInputs(root, sourcePaths(root))},
    hardware: {kind: "published", inputs: hardwareInputs},
    prices: {kind: "published", inputs: dataInputs(root, pricePaths(root))}
  } as Record<TableName, Origin>;
  mkdirSync(outDir, {recursive: true});
  const changed: string[] = [];
  const write = (file: string, bytes: Uint8Array): {file: string; bytes: number; sha256: string} => {
    if (writeIfChanged(join(outDir, file), bytes)) changed.push(file);
    return {file, bytes: bytes.byteLength, sha256: sha256(bytes)};
  };
  /** What runs give is joined from their entries in the cache. */
  const formsOf = (name: TableName): {n: number; arrow: Uint8Array; csv: () => Uint8Array} => {
    if (!isOfRuns(name)) {
      const {[name]: own} = rows;
      return {
        n: own.length,
        arrow: toArrow(tables[name], own, origin[name]),
        csv: () => Buffer.from(toCsv(tables[name], own))
      };
    }
    const parts = (form: "arrow" | "csv"): Buffer[] => entries.map((entry) => cachedTable(cacheDir, entry, name, form));
    return {
      n: entries.reduce((sum, entry) => sum + entry.rows[name], 0),
      arrow: joinArrow(tables[name], parts("arrow"), origin[name]),
      csv: () => Buffer.concat([Buffer.from(toCsv(tables[name], [])), ...parts("csv")])
    };
  };
  const list = (Object.keys(tables) as TableName[]).map((name) => {
    const {n, arrow, csv} = formsOf(name);
    return describe(name, n, origin[name], [write(`${name}.arrow`, arrow), write(`${name}.csv`, csv())]);
  });
  write(articleFile, json(article));
  write(modelsFile, json(loadModels(root)));
  write(
    claimsFile,
    json(
      loadClaims(
        root,
        activeStudies(root).map(({name}) => name)
      )
    )
  );
  write(presetsFile, json(loadPresets(root)));
  write(filesFile, json(list));
  const read = entries.filter(({cached}) => !cached).map(({run}) => run);
  return {read, changed};
}

function isOfRuns(name: TableName): name is RunTableName {
  return (runTableNames as readonly string[]).includes(name);
}

/** Stored bytes from which on a second thread gains more than its start takes. */
const muchBytes = 2 ** 26;

/** Threads for runs that the cache knows nothing of, by their stored bytes. */
function threadsFor(missing: readonly number[]): number {
  const bytes = missing.reduce((sum, each) => sum + each, 0);
  return bytes < muchBytes ? 1 : Math.min(4, availableParallelism(), missing.length);
}

function describe(name: TableName, rows: number, {kind, inputs}: Origin, files: TableFiles["files"]): TableFiles {
  const declared: Table = tables[name];
  const columns = Object.entries(declared.columns).map(([column, {type, unit, nullable, label, definition}]) => ({
    name: column,
    type,
    unit,
    nullable,
    label,
    definition
  }));
  return {name, title: declared.title, kind, rows, files, columns, inputs};
}

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
}
