import {readFileSync} from "node:fs";
import {basename, resolve} from "node:path";
import {loadRun, type RunTables} from "../../loaders/run.js";
import type {HardwareRow} from "../../src/model/tables/hardware.js";
import {assemble} from "../ingest/assemble.js";
import {readSource} from "../ingest/source.js";
import {writeRun} from "../ingest/write-run.js";

/**
 * Reads a folder of another's results as a run of kind `imported`, by way of a run folder in `temporary`. The folder itself is
 * only read.
 */
export async function readForeign(
  folder: string,
  temporary: string,
  hardware: readonly HardwareRow[]
): Promise<RunTables> {
  const run = safe(basename(resolve(folder)));
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
