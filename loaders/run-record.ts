import {z} from "zod";
import type {LoadQuestion} from "../src/model/load-limits.js";
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
      searches: searchesOf(manifest.spec),
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

const search = z.object({
  kind: z.literal("slo"),
  limits: z.record(z.string().regex(/^(?:ttft|tpot|e2e)_p\d\d_ms$/), z.number().positive()),
  over: z.enum(["concurrency", "request_rate_per_s"]).default("concurrency"),
  input_tokens: z.int().positive(),
  output_tokens: z.int().positive()
});

/** The searches of a spec that ask for the load within limits on requests, at one pair of lengths; others are no question here. */
function searchesOf(spec: unknown): LoadQuestion[] {
  const listed = z.object({searches: z.array(z.unknown())}).safeParse(spec);
  return (listed.data?.searches ?? []).flatMap((each) => {
    const {kind: _slo, ...question} = search.safeParse(each).data ?? {kind: null};
    return "limits" in question ? [question] : [];
  });
}
