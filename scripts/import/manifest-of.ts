import type {Manifest, ManifestFile} from "../../loaders/manifest.js";
import type {PointRow} from "../../src/model/tables/points.js";

/** The manifest of imported points: servers and points as the rows name them, numbers in the stored files alone. */
export function manifestOf(
  rows: readonly PointRow[],
  files: readonly Omit<ManifestFile, "server" | "point" | "repeat">[],
  {
    run,
    toolVersion,
    createdUtc,
    notes
  }: {run: string; toolVersion: string; createdUtc: string; notes: readonly string[]}
): Manifest {
  const servers = new Map(rows.map((row) => [row.server, row] as const));
  const clients = [...new Set(rows.map(({client}) => client).filter((client) => client !== null))];
  return {
    schema: "sweepbook-run/2",
    run,
    kind: "imported",
    created_utc: createdUtc,
    origin: "import",
    tool_version: toolVersion,
    spec: null,
    clock_source: "none",
    client: {name: clients.join(", ") || "unknown", version: null, calibration: null},
    servers: [...servers].map(([server, row]) => ({
      server,
      status: "unknown",
      problem: null,
      model: row.model,
      gpu: row.gpu,
      gpu_name: null,
      gpus: row.gpus,
      tensor_parallel: row.tensor_parallel,
      precision: row.precision,
      weights: "unknown",
      engine: row.engine,
      engine_version: row.engine_version,
      driver: null,
      cuda: null,
      command: null,
      environment: {}
    })),
    points: rows.map((row) => ({
      point: row.point,
      repeat: row.repeat,
      server: row.server,
      status: row.status === "failed" ? "failed" : "ok",
      problem: null,
      sentinel: false,
      load: row.load === "closed" || row.load === "open" ? row.load : null,
      concurrency: row.concurrency || null,
      request_rate_per_s: row.request_rate_per_s || null,
      burstiness: row.burstiness || null,
      input_tokens: row.input_tokens || null,
      output_tokens: row.output_tokens || null,
      n_requests: row.n_requests,
      seed: null,
      start_epoch_s: null,
      end_epoch_s: null,
      clock_pair: null,
      command: null,
      fingerprint: null
    })),
    files: files.map((file) => ({...file, server: null, point: null, repeat: null})),
    left_out: [],
    notes: [...notes],
    runner: null
  };
}
