import type {RunRecord} from "../src/model/run-record.js";
import {readManifest} from "./manifest-file.js";
import {listRuns} from "./runs.js";

/** What the manifests of all runs in a folder say beyond the tables. */
export function loadRunRecords(runsDir: string): RunRecord[] {
  return listRuns(runsDir).map((run) => {
    const {manifest} = readManifest(runsDir, run);
    const {kind, origin, created_utc, tool_version, client, notes} = manifest;
    return {
      run,
      kind,
      origin,
      created_utc,
      tool_version,
      client: {name: client.name, version: client.version},
      notes,
      servers: manifest.servers.map(({server, command, environment}) => ({server, command, environment})),
      points: manifest.points.map(({point, repeat, server, command}) => ({point, repeat, server, command})),
      files: manifest.files.map(({path, role, bytes, sha256, stored_bytes, stored_sha256}) => ({
        path,
        role,
        bytes,
        sha256,
        stored_bytes,
        stored_sha256
      })),
      left_out: manifest.left_out.map(({path, why}) => ({path, why}))
    };
  });
}
