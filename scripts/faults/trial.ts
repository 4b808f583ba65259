import {existsSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {loadHardware} from "../../loaders/hardware.js";
import {loadRun} from "../../loaders/run.js";
import {readVerified} from "../../loaders/store.js";
import {Problem} from "../../src/model/problem.js";
import type {Spec} from "../sweep/spec.js";
import {SweepFixture} from "../sweep/sweep-fixture.js";
import type {SweepOptions} from "../sweep/run-sweep.js";
import type {Seen} from "./fault.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What of a run is not as it must be: files that differ from the manifest, a point lost or doubled, a process left. */
export function damageOf(sweep: SweepFixture, {points}: {points: number}): string | null {
  const found: string[] = [];
  const {complete} = sweep;
  if (complete.length !== points) found.push(`${complete.length} of ${points} points complete`);
  if (new Set(complete).size !== complete.length) found.push("a point is there twice");
  if (existsSync(join(sweep.runs, "t", "manifest.json"))) {
    for (const file of sweep.manifest.files) {
      try {
        readVerified(join(sweep.runs, "t"), file);
      } catch (error) {
        found.push(String(error));
      }
    }
    const rows = loadRun(sweep.runs, "t", loadHardware(root)).points;
    const listed = sweep.manifest.points.length;
    if (rows.length !== listed) found.push(`${rows.length} rows of ${listed} points`);
    const negative = rows.find((row) => (row.duration_s ?? 0) < 0 || (row.ttft_p50_ms ?? 0) < 0);
    if (negative !== undefined) found.push(`a negative time in ${negative.point_id}`);
  }
  if (existsSync(sweep.registry) && readdirSync(sweep.registry).length > 0) found.push("a process is still registered");
  if (sweep.processes().length > 0) found.push(`${sweep.processes().length} processes left`);
  return found.length === 0 ? null : found.join(", ");
}

/** What a sweep in this process came to, in words: points, failures, retries, or the Problem that ended it. */
export async function swept(sweep: SweepFixture, options: Partial<SweepOptions> = {}): Promise<string> {
  try {
    const report = await sweep.run(options);
    const retried = sweep.events.filter((event) => event.kind === "point-failed" && event.retried);
    const servers = sweep.manifest.servers.filter(({status}) => status === "failed");
    return [
      `${report.measured} measured`,
      ...report.failures.map(({what, problem}) => `failed: ${what}: ${problem}`),
      ...retried.map((event) => `retried: ${event.kind === "point-failed" ? event.problem : ""}`),
      ...servers.map(({server, problem}) => `server ${server}: ${problem}`),
      ...sweep.events.flatMap((event) => (event.kind === "note" ? [`note: ${event.text}`] : []))
    ].join("; ");
  } catch (error) {
    if (error instanceof Problem) return `ended with code ${error.exitCode}: ${error.message}`;
    throw error;
  }
}

/** A sweep of the simulated target with a fault in it, then what stands in its folder. */
export async function trial(over: Partial<Spec>, points: number, options: Partial<SweepOptions> = {}): Promise<Seen> {
  const sweep = new SweepFixture({sentinel: "none", load: {concurrency: [1, 2]}, ...over});
  try {
    const seen = await swept(sweep, options);
    return {seen, damage: damageOf(sweep, {points})};
  } finally {
    sweep.remove();
  }
}
