import {mkdirSync} from "node:fs";
import {join} from "node:path";
import {tables, type Dataset, type TableName} from "../src/model/dataset.js";
import type {Table} from "../src/model/table.js";
import {toArrow, type Origin} from "./arrow.js";
import {toCsv} from "./csv.js";
import {hardwarePath, loadHardware} from "./hardware.js";
import {dataInputs, runInputs, runTableNames, type Inputs} from "./inputs.js";
import {readManifest} from "./manifest-file.js";
import {loadModels} from "./models.js";
import {articleFile, filesFile, modelsFile} from "./prepared.js";
import {loadPrices, pricesPath} from "./prices.js";
import type {RunTables} from "./run.js";
import {cachedRun, pruneCache, runKey} from "./run-cache.js";
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
  const loaded: RunTables[] = [];
  const kinds = new Set<string>();
  const used = new Map<string, string>();
  const read: string[] = [];
  const runs = listRuns(runsDir);
  for (const [i, run] of runs.entries()) {
    const {manifest, bytes} = readManifest(runsDir, run);
    const manifestSha256 = sha256(bytes);
    const key = runKey(runsDir, run, manifest, manifestSha256, hardwareInputs[hardwarePath]!);
    const entry = cachedRun(cacheDir, key, {runsDir, run, hardware});
    loaded.push(entry.tables);
    kinds.add(manifest.kind);
    used.set(run, key);
    if (!entry.cached) read.push(run);
    for (const name of runTableNames)
      Object.assign(origins[name].inputs, runInputs(name, run, manifest, manifestSha256));
    options.onProgress?.({run, cached: entry.cached, done: i + 1, total: runs.length});
    await new Promise((resolve) => setImmediate(resolve)); // lets a caller's signal in
  }
  pruneCache(cacheDir, used);
  const points = loaded.flatMap((run) => run.points);
  const {article, published} = loadSource(root, points);
  const kind = [...kinds].sort().join(",");
  const rows: Omit<Dataset, "article" | "models"> = {
    points,
    requests: loaded.flatMap((run) => run.requests),
    itl: loaded.flatMap((run) => run.itl),
    telemetry: loaded.flatMap((run) => run.telemetry),
    servers: loaded.flatMap((run) => run.servers),
    published,
    hardware,
    prices: loadPrices(root)
  };
  const origin: Record<TableName, Origin> = {
    ...Object.fromEntries(runTableNames.map((name) => [name, {kind, inputs: origins[name].inputs}])),
    published: {kind: "published", inputs: dataInputs(root, sourcePaths(root))},
    hardware: {kind: "published", inputs: hardwareInputs},
    prices: {kind: "published", inputs: dataInputs(root, [pricesPath])}
  } as Record<TableName, Origin>;
  mkdirSync(outDir, {recursive: true});
  const changed: string[] = [];
  const write = (file: string, bytes: Uint8Array): {file: string; bytes: number; sha256: string} => {
    if (writeIfChanged(join(outDir, file), bytes)) changed.push(file);
    return {file, bytes: bytes.byteLength, sha256: sha256(bytes)};
  };
  const list = (Object.keys(tables) as TableName[]).map((name) => {
    const files = [
      write(`${name}.arrow`, toArrow(tables[name], rows[name], origin[name])),
      write(`${name}.csv`, Buffer.from(toCsv(tables[name], rows[name])))
    ];
    return describe(name, rows[name].length, origin[name], files);
  });
  write(articleFile, json(article));
  write(modelsFile, json(loadModels(root)));
  write(filesFile, json(list));
  return {read, changed};
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
