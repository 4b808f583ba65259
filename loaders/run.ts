import {join} from "node:path";
import {Problem} from "../src/model/problem.js";
import type {HardwareRow} from "../src/model/tables/hardware.js";
import type {ItlRow} from "../src/model/tables/itl.js";
import type {PointRow} from "../src/model/tables/points.js";
import type {RequestRow} from "../src/model/tables/requests.js";
import type {ServerRow} from "../src/model/tables/servers.js";
import type {TelemetryRow} from "../src/model/tables/telemetry.js";
import {noClock, offsetClock, pairClock, type Clock} from "./clock.js";
import {importedPoints} from "./imported-run.js";
import {itlHistogram} from "./itl-histogram.js";
import type {Manifest, ManifestFile, ManifestPoint, ManifestServer} from "./manifest.js";
import {readManifest} from "./manifest-file.js";
import {parseNvidiaSmiQ} from "./nvidia-smi-q.js";
import {okGaps, pointId, pointRow, windowOf} from "./point.js";
import {parsePrometheus, splitPages, type PrometheusSample} from "./prometheus.js";
import {requestColumns, requestRows} from "./request-columns.js";
import {scanResult} from "./scan-result.js";
import {parseServerLog} from "./server-log.js";
import {serverRow} from "./server.js";
import {splitResults} from "./split-results.js";
import {readStored} from "./store.js";
import {parseTelemetryCsv, type TelemetrySample} from "./telemetry-csv.js";
import {textOf} from "./text.js";
import {telemetryRows, type Window} from "./telemetry.js";
import {readResult, spanOf, type VllmResult} from "./vllm-result.js";

/** The tables of one run. */
export interface RunTables {
  readonly points: PointRow[];
  readonly requests: RequestRow[];
  readonly itl: ItlRow[];
  readonly telemetry: TelemetryRow[];
  readonly servers: ServerRow[];
}

/** A result with its point, or why there is none. */
interface Loaded {
  readonly point: ManifestPoint;
  readonly file: ManifestFile | null;
  readonly result: VllmResult | null;
  readonly problems: readonly string[];
}

/**
 * Reads one run folder. What is wrong with a single file becomes a problem of the point or server that it belongs to; only
 * a manifest that cannot be read stops the load.
 */
export function loadRun(runsDir: string, run: string, hardware: readonly HardwareRow[]): RunTables {
  const {manifest} = readManifest(runsDir, run);
  const folder = new RunFolder(join(runsDir, run), manifest);
  const servers = manifest.servers.map((server) => loadServer(folder, server, hardware));
  if (manifest.origin === "import") {
    const points = importedPoints(manifest, hardware, (file) => readStored(join(runsDir, run), file));
    return {points, requests: [], itl: [], telemetry: [], servers};
  }
  const results = loadResults(folder);
  const clocks = clocksOf(results);
  const tables: RunTables = {points: [], requests: [], itl: [], telemetry: [], servers};
  const windows: Window[] = [];
  for (const [i, {point, file, result, problems}] of results.entries()) {
    const id = pointId(manifest.kind, run, point);
    const server = servers.find((each) => each.server === point.server)!;
    const clock = clocks[i]!;
    const columns = result === null ? null : requestColumns(id, result);
    const gapsMs = result === null || columns === null ? null : okGaps(result, columns);
    const pages = metricsPages(folder, point);
    const row = pointRow({
      ...pages,
      manifest,
      point,
      server,
      file,
      result,
      columns,
      gapsMs,
      clock,
      telemetry: folder.telemetryOf(point.server),
      gpuIndexes: visibleGpus(manifest.servers.find((each) => each.server === point.server)!),
      problems: [...problems, ...pages.problems]
    });
    tables.points.push(row);
    if (result === null || columns === null || gapsMs === null) continue;
    for (const request of requestRows(columns)) tables.requests.push(request);
    if (row.status !== "ok") continue;
    tables.itl.push(...itlHistogram(id, gapsMs));
    const window = windowOf(result, clock);
    if (window !== null) windows.push({pointId: id, server: point.server, ...window});
  }
  for (const {server, samples} of folder.telemetry) {
    for (const row of telemetryRows(run, server, samples, windows)) tables.telemetry.push(row);
  }
  return tables;
}

/** The files of a run by what they are; each is read once, and what fails is kept as words. */
class RunFolder {
  readonly telemetry: {readonly server: string | null; readonly samples: readonly TelemetrySample[]}[] = [];
  private readonly merged = new Map<string, readonly TelemetrySample[]>();
  /** Of files that belong to no point, by server; null for all. */
  private readonly problems: {server: string | null; problem: string}[] = [];

  constructor(
    private readonly path: string,
    readonly manifest: Manifest
  ) {
    for (const file of this.files("telemetry")) {
      const text = this.read(file);
      if (text === null) continue;
      const parsed = this.attempt(file.server, () =>
        parseTelemetryCsv(text, file.path, manifest.telemetry_utc_offset_s ?? 0)
      );
      if (parsed === null) continue;
      this.telemetry.push({server: file.server, samples: parsed.samples});
      for (const problem of parsed.problems) this.problems.push({server: file.server, problem});
    }
  }

  files(role: ManifestFile["role"], of: {server?: string; point?: ManifestPoint} = {}): ManifestFile[] {
    return this.manifest.files.filter(
      (file) =>
        file.role === role &&
        (of.server === undefined || file.server === null || file.server === of.server) &&
        (of.point === undefined || (file.point === of.point.point && (file.repeat ?? 1) === of.point.repeat))
    );
  }

  /** Content as text; null, and a problem of the server, when it cannot be trusted or read. */
  read(file: ManifestFile): string | null {
    return this.attempt(file.server, () => this.text(file));
  }

  text(file: ManifestFile): string {
    return textOf(this.bytes(file));
  }

  bytes(file: ManifestFile): Buffer {
    return readStored(this.path, file);
  }

  private attempt<T>(server: string | null, act: () => T): T | null {
    try {
      return act();
    } catch (error) {
      this.problems.push({server, problem: words(error)});
      return null;
    }
  }

  /** All samples that may be of this server's GPUs; null when there is no telemetry. */
  telemetryOf(server: string): readonly TelemetrySample[] | null {
    const known = this.merged.get(server);
    if (known !== undefined) return known;
    const own = this.telemetry.filter((each) => each.server === null || each.server === server);
    if (own.length === 0) return null;
    const samples = own.flatMap((each) => each.samples).sort((a, b) => a.epochMs - b.epochMs);
    this.merged.set(server, samples);
    return samples;
  }

  problemsOf(server: string): string[] {
    return this.problems.filter((each) => each.server === null || each.server === server).map(({problem}) => problem);
  }
}

/** What an error says to a reader; a defect is not hidden. */
function words(error: unknown): string {
  if (error instanceof Problem) return error.message;
  throw error;
}

function loadServer(folder: RunFolder, server: ManifestServer, hardware: readonly HardwareRow[]): ServerRow {
  const logs = folder.files("server-log", {server: server.server}).map((file) => folder.read(file));
  const boards = folder.files("nvidia-smi-q", {server: server.server}).map((file) => folder.read(file));
  const log = logs.find((text) => text !== null);
  const board = boards.find((text) => text !== null);
  const problems = folder.problemsOf(server.server);
  if (logs.length === 0) problems.push("no server log: memory, KV cache and kernels are not known");
  return serverRow({
    manifest: folder.manifest,
    server,
    log: log === undefined ? null : parseServerLog(log),
    board: board === undefined ? null : parseNvidiaSmiQ(board),
    telemetry: folder.telemetryOf(server.server),
    hardware,
    problems
  });
}

/** Every point of the manifest with its result, in the manifest's order. */
function loadResults(folder: RunFolder): Loaded[] {
  const found = new Map<string, Omit<Loaded, "point">>();
  for (const file of folder.files("result")) {
    const held = file.holds ?? (file.point === null ? [] : [{point: file.point, repeat: file.repeat ?? 1}]);
    for (const [i, loaded] of readResults(folder, file, held.length).entries()) {
      const {point, repeat} = held[i]!;
      found.set(`${point}#${repeat}`, {file, ...loaded});
    }
  }
  const none = {file: null, result: null, problems: []};
  return folder.manifest.points.map((point) => ({point, ...(found.get(`${point.point}#${point.repeat}`) ?? none)}));
}

/** The results of one file: as many as the manifest says that it holds. */
function readResults(folder: RunFolder, file: ManifestFile, n: number): Pick<Loaded, "result" | "problems">[] {
  try {
    const bytes = folder.bytes(file);
    const scanned = n === 1 ? scanResult(bytes, file.path) : null;
    if (scanned !== null) return [{result: scanned, problems: []}];
    const objects = splitResults(textOf(bytes), file.path);
    if (objects.length !== n) {
      throw new Problem(`holds ${objects.length} results where the manifest lists ${n}`, {where: file.path});
    }
    return objects.map((object) => {
      if ("problem" in object) return {result: null, problems: [object.problem.message]};
      try {
        return {result: readResult(object.value, file.path, object.problems), problems: []};
      } catch (error) {
        return {result: null, problems: [words(error), ...object.problems]};
      }
    });
  } catch (error) {
    const problems = [words(error)];
    return Array.from({length: n}, () => ({result: null, problems}));
  }
}

/** A clock for each result: its own pair, else the offset that all points without a pair share. */
function clocksOf(results: readonly Loaded[]): Clock[] {
  const spans = results.map(({result}) => (result === null ? null : spanOf(result)));
  const unpaired = results.flatMap(({point}, i) => {
    const span = spans[i] ?? null;
    return point.clock_pair !== null || span === null ? [] : [{point, ...span}];
  });
  const shared = offsetClock(unpaired);
  return results.map(({point}, i) => (spans[i] === null ? noClock : (pairClock(point) ?? shared)));
}

function metricsPages(folder: RunFolder, point: ManifestPoint) {
  const problems: string[] = [];
  const parse = (text: string, where: string): PrometheusSample[] | null => {
    try {
      return parsePrometheus(text, where);
    } catch (error) {
      problems.push(words(error));
      return null;
    }
  };
  const page = (role: ManifestFile["role"]): string | null => {
    const file = folder.files(role, {point})[0];
    if (file === undefined) return null;
    try {
      return folder.text(file);
    } catch (error) {
      problems.push(words(error));
      return null;
    }
  };
  const before = page("metrics-before");
  const after = page("metrics-after");
  const during = page("metrics-during");
  return {
    before: before === null ? null : parse(before, `${point.point}, metrics before`),
    after: after === null ? null : parse(after, `${point.point}, metrics after`),
    during: splitPages(during ?? "").map(({epochS, page}, i) => ({
      epochS,
      samples: parse(page, `${point.point}, metrics sample ${i + 1}`) ?? []
    })),
    problems
  };
}

/** GPUs that a server was told to use, when its environment names them by number. */
function visibleGpus(server: ManifestServer): number[] | null {
  const list = server.environment["CUDA_VISIBLE_DEVICES"];
  return list !== undefined && /^\d+(?:,\d+)*$/.test(list) ? list.split(",").map(Number) : null;
}
