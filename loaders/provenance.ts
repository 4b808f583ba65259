import {readdirSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import {curves} from "../src/model/curve.js";
import type {PointOrigin, RunOrigin} from "../src/model/origin.js";
import type {PointRow} from "../src/model/tables/points.js";
import type {Manifest, ManifestPoint} from "./manifest.js";
import {readManifest} from "./manifest-file.js";
import {sha256} from "./sha256.js";
import {readYaml} from "./yaml.js";

const specs = "data/sweeps";

/** Where every number of a run comes from, from its manifest: files with their hashes, commands, and how to run it again. */
export function runOrigin(
  {root, runsDir, points}: {root: string; runsDir: string; points: readonly PointRow[]},
  run: string
): RunOrigin {
  const levels = new Map(
    curves(points).flatMap(({levels}) =>
      levels.flatMap(({rows}) => rows.map(({point_id}) => [point_id, rows.map((row) => row.point_id)] as const))
    )
  );
  const {manifest, bytes} = readManifest(runsDir, run);
  const spec = specFile(root, manifest);
  return {
    run,
    kind: manifest.kind,
    created_utc: manifest.created_utc,
    client: [manifest.client.name, manifest.client.version].filter((part) => part !== null).join(" "),
    manifest_sha256: sha256(bytes),
    spec,
    notes: manifest.notes,
    servers: Object.fromEntries(
      manifest.servers.map(({server, command, engine, engine_version, driver, cuda}) => [
        server,
        {command, engine: [engine, engine_version].filter((part) => part !== null).join(" "), driver, cuda}
      ])
    ),
    points: Object.fromEntries(
      manifest.points.map((point) => {
        const id = `${manifest.kind}/${run}/${point.point}#${point.repeat}`;
        return [id, {...pointOrigin(manifest, point, spec), level: levels.get(id) ?? [id]}];
      })
    )
  };
}

function pointOrigin(manifest: Manifest, point: ManifestPoint, spec: string | null): Omit<PointOrigin, "level"> {
  const {server, repeat, n_requests, seed, command} = point;
  const files = manifest.files.filter((file) => {
    if (file.holds?.some((one) => one.point === point.point && one.repeat === repeat) === true) return true;
    return file.point === point.point && (file.repeat ?? repeat) === repeat;
  });
  return {
    server,
    repeat,
    n_requests,
    seed,
    command,
    again: spec === null ? null : `npm run sweep -- ${spec} --only '${point.point}' --run ${manifest.run}-again`,
    files: files.map(({path, role, sha256, stored_sha256}) => ({path, role, sha256, stored_sha256}))
  };
}

/** The spec in data/sweeps that bears the name of the run's; null when the run came without one, or it is gone. */
function specFile(root: string, {spec}: Manifest): string | null {
  const name = z.looseObject({name: z.string()}).safeParse(spec).data?.name;
  if (name === undefined) return null;
  const file = readdirSync(join(root, specs)).find(
    (entry) =>
      entry.endsWith(".yaml") &&
      readYaml(join(root, specs, entry), z.looseObject({name: z.string().optional()}), entry).name === name
  );
  return file === undefined ? null : `${specs}/${file}`;
}
