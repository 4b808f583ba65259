import {combine} from "../src/model/interchange/import-set.js";
import {ForeignReader, type ReadForeign} from "../src/model/interchange/read-file.js";
import {Problem} from "../src/model/problem.js";
import {points, type PointRow} from "../src/model/tables/points.js";
import type {HardwareRow} from "../src/model/tables/hardware.js";
import {parsers} from "./foreign.js";
import type {Manifest, ManifestFile, ManifestPoint, ManifestServer} from "./manifest.js";
import {hardwareOf} from "./server.js";

/**
 * The points of a run that `npm run import` stored: read anew from the stored files of other tools, so that no number is
 * kept twice. A point of the manifest that its file no longer gives is a failed row that says why.
 * @param read content of a stored file
 */
export function importedPoints(
  manifest: Manifest,
  hardware: readonly HardwareRow[],
  read: (file: ManifestFile) => Uint8Array
): PointRow[] {
  const files: ReadForeign[] = [];
  const problems: string[] = [];
  const sha256: Record<string, string> = {};
  for (const file of manifest.files) {
    if (file.role !== "result") continue;
    sha256[file.path] = file.stored_sha256;
    try {
      const reader = new ForeignReader(file.path, parsers);
      reader.write(read(file));
      files.push(reader.end());
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problems.push(error.message);
    }
  }
  const {rows} = combine(files, {run: manifest.run, sha256, gpuId: (name) => hardwareOf(name, hardware)});
  const known = new Map(rows.map((row) => [`${row.point}#${row.repeat}`, row]));
  const served = new Map(manifest.servers.map((server) => [server.server, server]));
  return manifest.points.map((point) => {
    const row = known.get(`${point.point}#${point.repeat}`);
    return row === undefined
      ? lost(manifest, point, problems.length === 0 ? "no stored file gives this point any more" : problems.join("; "))
      : withSaid(row, served.get(row.server) ?? null);
  });
}

/** What served a point, as the person who imported it said, where the file does not. */
type Said = Pick<ManifestServer, "model" | "gpu" | "gpus" | "precision">;

/** A row with what was said of its server in place of what its file leaves open. */
export function withSaid(row: PointRow, said: Said | null): PointRow {
  if (said === null) return row;
  return {
    ...row,
    model: row.model ?? said.model,
    gpu: row.gpu ?? said.gpu,
    gpus: row.gpus ?? said.gpus,
    precision: row.precision ?? said.precision
  };
}

function lost({kind, run}: Manifest, {point, repeat, server}: ManifestPoint, why: string): PointRow {
  const empty = Object.fromEntries(Object.keys(points.columns).map((name) => [name, null])) as unknown as PointRow;
  return {
    ...empty,
    point_id: `${kind}/${run}/${point}#${repeat}`,
    kind,
    run,
    server,
    point,
    repeat,
    file: "",
    sha256: "",
    status: "failed",
    problems: why,
    energy_valid: false,
    energy_reasons: "the point failed"
  };
}
