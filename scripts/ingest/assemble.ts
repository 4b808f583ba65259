import {basename} from "node:path";
import type {HardwareRow} from "../../src/model/tables/hardware.js";
import {Problem} from "../../src/model/problem.js";
import type {Manifest, ManifestFile} from "../../loaders/manifest.js";
import {parseNvidiaSmiQ} from "../../loaders/nvidia-smi-q.js";
import {parsePointsLog} from "../../loaders/points-log.js";
import {redact, type KnownSecret} from "../../loaders/redact.js";
import {hardwareOf} from "../../loaders/server.js";
import {parseServerLog} from "../../loaders/server-log.js";
import {sha256} from "../../loaders/sha256.js";
import {prepareForStore} from "../../loaders/store.js";
import {callsOf} from "./call.js";
import {findPoints, type FoundPoint} from "./points.js";
import {roleOf, type SourceFile} from "./role.js";

/** What the caller knows and the files do not say. */
export interface Declared {
  readonly run: string;
  readonly kind: "measured" | "imported";
  readonly server: string | null;
  readonly gpu: string | null;
  readonly gpus: number | null;
  readonly precision: string | null;
  readonly weights: "dummy" | "real" | "unknown";
  readonly model: string | null;
  readonly engine: string;
  readonly engineVersion: string | null;
  readonly clientVersion: string | null;
  readonly telemetryUtcOffsetS: number;
  readonly notes: readonly string[];
  /** Literals to redact besides what patterns find. */
  readonly hide: readonly KnownSecret[];
}

/** A run ready to be written: the manifest, and the bytes of each stored file by path. */
export interface Assembled {
  readonly manifest: Manifest;
  readonly stored: ReadonlyMap<string, Buffer>;
}

/**
 * Turns a folder of benchmark files into a run: recognises each file, finds the points, drops answers, redacts, compresses.
 * Pure. Throws a Problem when no file is a result.
 * @param progress called after each file with the share of bytes done
 */
export async function assemble(
  files: readonly SourceFile[],
  declared: Declared,
  context: {
    hardware: readonly HardwareRow[];
    toolVersion: string;
    createdUtc: string;
    progress: (share: number) => Promise<void>;
  }
): Promise<Assembled> {
  const known = files.map((file) => ({...file, role: roleOf(file)}));
  const of = (role: ManifestFile["role"]) => known.filter((file) => file.role === role);
  const results = of("result");
  if (results.length === 0) {
    throw new Problem("no file is a result of `vllm bench serve --save-result --save-detailed`", {
      value: `${files.length} files`
    });
  }
  const secrets = declared.hide;
  const serverName = declared.server ?? declared.precision ?? "server";
  const points = findPoints(
    results.map(({path, bytes}) => ({path, text: text(bytes)})),
    {
      server: serverName,
      log: of("points-log").flatMap((file) => parsePointsLog(text(file.bytes), file.path)),
      calls: of("client-log").flatMap((file) => callsOf(text(file.bytes)))
    }
  );
  const entries: ManifestFile[] = [];
  const left: Manifest["left_out"] = [];
  const stored = new Map<string, Buffer>();
  const total = files.reduce((sum, file) => sum + file.bytes.length, 0);
  let done = 0;
  for (const {path, bytes, role} of known) {
    const safePath = redact(path, secrets).text;
    if (role === null) {
      left.push({path: safePath, bytes: bytes.length, sha256: sha256(bytes), why: "not recognised as part of a run"});
    } else {
      const {stored: packed, entry} = prepareForStore(bytes, role, secrets);
      stored.set(`${safePath}.gz`, packed);
      entries.push({path: `${safePath}.gz`, role, ...owner(path, role, points, serverName), ...entry});
    }
    done += bytes.length;
    await context.progress(total === 0 ? 1 : done / total);
  }
  const hidden = <T>(value: T): T => JSON.parse(redact(JSON.stringify(value), secrets).text) as T;
  const manifest: Manifest = {
    schema: "sweepbook-run/2",
    run: declared.run,
    kind: declared.kind,
    created_utc: context.createdUtc,
    origin: "ingest",
    tool_version: context.toolVersion,
    spec: null,
    clock_source: clockSource(points),
    ...(declared.telemetryUtcOffsetS === 0 ? {} : {telemetry_utc_offset_s: declared.telemetryUtcOffsetS}),
    client: {name: "vllm bench serve", version: declared.clientVersion, calibration: null},
    servers: [serverOf(serverName, declared, known, context.hardware)],
    points: hidden(points.map(({point}) => point)),
    files: entries,
    left_out: left,
    notes: hidden([...declared.notes]),
    runner: null
  };
  return {manifest: {...manifest, servers: hidden(manifest.servers)}, stored};
}

/** To which server, point and repeat a file belongs: a result by what it holds, others by the name they share with one. */
function owner(
  path: string,
  role: ManifestFile["role"],
  points: readonly FoundPoint[],
  server: string
): Pick<ManifestFile, "server" | "point" | "repeat" | "holds"> {
  if (role === "result") {
    const held = points
      .filter((found) => found.path === path)
      .sort((a, b) => a.index - b.index)
      .map(({point: {point, repeat}}) => ({point, repeat}));
    if (held.length === 1) return {server, ...held[0]!};
    return {server, point: null, repeat: null, holds: held};
  }
  if (role !== "client-log" && !role.startsWith("metrics-")) return {server, point: null, repeat: null};
  const stem = (resultPath: string): string => resultPath.replace(/\.jsonl?$/i, "");
  const named = points
    .filter(
      (found) => path.startsWith(`${stem(found.path)}.`) || basename(path).startsWith(`${stem(basename(found.path))}.`)
    )
    .sort((a, b) => b.path.length - a.path.length)[0];
  return {server, point: named?.point.point ?? null, repeat: named?.point.repeat ?? null};
}

function clockSource(points: readonly FoundPoint[]): Manifest["clock_source"] {
  if (points.every(({point}) => point.clock_pair !== null)) return "pair";
  return points.some(({point}) => point.end_epoch_s !== null) ? "offset" : "none";
}

function serverOf(
  name: string,
  declared: Declared,
  files: readonly (SourceFile & {role: ManifestFile["role"] | null})[],
  hardware: readonly HardwareRow[]
): Manifest["servers"][number] {
  const find = (role: ManifestFile["role"]): string | null => {
    const file = files.find((each) => each.role === role);
    return file === undefined ? null : text(file.bytes);
  };
  const logText = find("server-log");
  const boardText = find("nvidia-smi-q");
  const log = logText === null ? null : parseServerLog(logText);
  const board = boardText === null ? null : parseNvidiaSmiQ(boardText);
  const gpuName = board?.gpuNames[0] ?? null;
  const result = files.find((each) => each.role === "result")!;
  const model = /"model_id"\s*:\s*"([^"\\]*)"/.exec(text(result.bytes.subarray(0, 100_000)))?.[1] ?? null;
  const tensorParallel = log?.tensorParallel ?? null;
  return {
    server: name,
    status: "unknown",
    problem: null,
    model: declared.model ?? model,
    gpu: declared.gpu ?? hardwareOf(gpuName, hardware),
    gpu_name: gpuName,
    gpus: declared.gpus ?? tensorParallel,
    tensor_parallel: tensorParallel,
    precision: declared.precision,
    weights: declared.weights,
    engine: declared.engine,
    engine_version: declared.engineVersion ?? log?.engineVersion ?? null,
    driver: board?.driver ?? null,
    cuda: board?.cuda ?? null,
    command: null,
    environment: {}
  };
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
