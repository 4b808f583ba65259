import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {onTestFinished} from "vitest";
import type {Manifest, ManifestFile, ManifestPoint} from "../manifest.js";
import {prepareForStore} from "../store.js";

/** A folder that is gone when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "loaders-"));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  return folder;
}

export interface TestFile {
  readonly path: string;
  readonly role: ManifestFile["role"];
  readonly text: string;
  readonly point?: string;
  readonly holds?: ManifestFile["holds"];
}

const pointDefaults: Omit<ManifestPoint, "point"> = {
  repeat: 1,
  server: "s",
  status: "ok",
  problem: null,
  sentinel: false,
  load: null,
  concurrency: null,
  request_rate_per_s: null,
  burstiness: null,
  input_tokens: null,
  output_tokens: null,
  n_requests: null,
  seed: null,
  start_epoch_s: null,
  end_epoch_s: null,
  clock_pair: null,
  command: null,
  fingerprint: null
};

/** Writes a run folder of one server as a runner would, and returns its manifest. */
export function writeTestRun(
  runsDir: string,
  run: string,
  files: readonly TestFile[],
  points: readonly (Partial<ManifestPoint> & {point: string})[]
): Manifest {
  const folder = join(runsDir, run);
  mkdirSync(folder, {recursive: true});
  const entries = files.map(({path, role, text, point, holds}): ManifestFile => {
    const {stored, entry} = prepareForStore(Buffer.from(text), role);
    writeFileSync(join(folder, `${path}.gz`), stored);
    const owner = {server: "s", point: point ?? null, repeat: point === undefined ? null : 1};
    return {path: `${path}.gz`, role, ...owner, ...entry, ...(holds === undefined ? {} : {holds})};
  });
  const manifest: Manifest = {
    schema: "sweepbook-run/2",
    run,
    kind: "measured",
    created_utc: "2026-11-24T00:00:00.000Z",
    origin: "sweep",
    tool_version: "0",
    spec: null,
    clock_source: "none",
    client: {name: "client", version: null, calibration: null},
    servers: [
      {
        server: "s",
        status: "unknown",
        problem: null,
        model: null,
        gpu: null,
        gpu_name: null,
        gpus: 1,
        tensor_parallel: null,
        precision: null,
        weights: "unknown",
        engine: null,
        engine_version: null,
        driver: null,
        cuda: null,
        command: null,
        environment: {}
      }
    ],
    points: points.map((point) => ({...pointDefaults, ...point})),
    files: entries,
    left_out: [],
    notes: [],
    runner: null
  };
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  return manifest;
}

/** A manifest as version 1 wrote it: its readers knew gzip by the end of the path. */
export function asVersion1(manifest: object): Record<string, unknown> {
  const old = structuredClone(manifest) as {files: {encoding?: string}[]};
  for (const file of old.files) delete file.encoding;
  return {...old, schema: "sweepbook-run/1"};
}
