import {readFileSync} from "node:fs";
import {basename, resolve} from "node:path";
import {loadForeign} from "../../loaders/foreign.js";
import {loadRun, type RunTables} from "../../loaders/run.js";
import {hardwareOf} from "../../loaders/server.js";
import {Problem} from "../../src/model/problem.js";
import type {HardwareRow} from "../../src/model/tables/hardware.js";
import {servers, type ServerRow} from "../../src/model/tables/servers.js";
import type {PointRow} from "../../src/model/tables/points.js";
import {assemble} from "../ingest/assemble.js";
import {readSource} from "../ingest/source.js";
import {writeRun} from "../ingest/write-run.js";

type Tables = Pick<RunTables, "points" | "servers">;

/**
 * Reads a folder of another's results, all of kind `imported`: detailed results of `vllm bench serve` by way of a run folder in
 * `temporary`, recomputed from their requests with the logs beside them; else whatever a known tool wrote. The folder itself is
 * only read.
 */
export async function readForeign(
  folder: string,
  temporary: string,
  hardware: readonly HardwareRow[]
): Promise<Tables> {
  const run = safe(basename(resolve(folder)));
  try {
    const found = await readDetailed(folder, run, temporary, hardware);
    // Another tool's file may look like a result of vLLM's and then give no number.
    if (found.points.some(({status}) => status === "ok")) return found;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
  const {rows, files} = await loadForeign([folder], {run, gpuId: (name) => hardwareOf(name, hardware)});
  if (rows.length === 0)
    throw new Problem("no result of a known tool", {
      value: folder,
      remedy: files.flatMap(({problem}) => problem ?? [])[0] ?? `${files.length} files were looked at`
    });
  const names = [...new Set(rows.map(({server}) => server))];
  return {points: [...rows], servers: names.map((name) => serverOf(rows.find(({server}) => server === name)!))};
}

/** A server as far as its points tell. */
function serverOf(point: PointRow): ServerRow {
  const {kind, run, server, model, gpu, gpus, tensor_parallel, precision, weights, engine, engine_version} = point;
  const empty = Object.fromEntries(Object.keys(servers.columns).map((name) => [name, null])) as unknown as ServerRow;
  const known = {kind, run, server, model, gpu, gpus, tensor_parallel, precision, weights, engine, engine_version};
  return {...empty, ...known, server_id: `${kind}/${run}/${server}`, status: "unknown"};
}

async function readDetailed(
  folder: string,
  run: string,
  temporary: string,
  hardware: readonly HardwareRow[]
): Promise<Tables> {
  const assembled = await assemble(
    readSource(folder),
    {
      run,
      kind: "imported",
      server: "server",
      gpu: null,
      gpus: null,
      precision: null,
      weights: "unknown",
      model: null,
      engine: "vllm",
      engineVersion: null,
      clientVersion: null,
      telemetryUtcOffsetS: 0,
      notes: [],
      hide: []
    },
    {
      hardware,
      toolVersion: (JSON.parse(readFileSync("package.json", "utf8")) as {version: string}).version,
      createdUtc: new Date().toISOString(),
      progress: () => Promise.resolve()
    }
  );
  return writeRun(temporary, assembled, {replace: false, check: (parent) => loadRun(parent, run, hardware)});
}

/** A name that may be a run's. */
function safe(name: string): string {
  const made = name
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 60);
  return made === "" ? "results" : made;
}
