import {Problem} from "../../src/model/problem.js";
import {differences, type FingerprintParts} from "./fingerprint.js";
import {knownSecrets} from "./host.js";
import {redacted} from "./run-folder.js";
import type {SweepContext} from "./sweep-context.js";

/**
 * Points of differing conditions never mix in one run: what a configuration was measured under must still hold. A Problem
 * names what differs.
 */
export function refuseOtherConditions(context: SweepContext): void {
  const {folder, plan} = context;
  const known = (folder.account["conditions"] ?? {}) as Record<string, FingerprintParts>;
  const now = Object.fromEntries(
    plan.servers.map((server) => [server.id, redacted(context.parts(server), knownSecrets()) as FingerprintParts])
  );
  for (const [id, parts] of Object.entries(known)) {
    const measured = folder.manifest.points.some(
      (point) => point.status === "ok" && point.server.replace(/\.\d+$/, "") === id // later starts: bf16.2
    );
    const changed = now[id] === undefined || !measured ? [] : differences(parts, now[id]);
    if (changed.length > 0) {
      throw new Problem(`the server ${id} was measured under other conditions: ${changed.join("; ")}`, {
        where: folder.path,
        remedy: "bring them back, or use --fresh for a run of its own"
      });
    }
  }
  folder.account["conditions"] = {...known, ...now};
}

/** The same for single points: what is complete must be what the spec asks for now. */
export function refuseOtherPoints(context: SweepContext): void {
  const {folder, plan, file} = context;
  const changed = plan.boots.flatMap(({server: id, boot}) => {
    const server = plan.servers.find((each) => each.id === id)!;
    return boot.points.flatMap((point) => {
      const known = folder.manifest.points.find(
        (each) => each.point === point.point && each.repeat === point.repeat && each.status === "ok"
      );
      if (known === undefined || known.fingerprint === context.fingerprint(server, point)) return [];
      const before = {n_requests: known.n_requests, seed: known.seed};
      const now = {n_requests: point.n_requests, seed: point.seed};
      const what = differences(before, now).join(", ") || "its warm-up, its lengths or its trace";
      return [`${point.point}#${point.repeat} (${what})`];
    });
  });
  if (changed.length === 0) return;
  const more = changed.length > 3 ? ` and ${changed.length - 3} more` : "";
  throw new Problem(`the spec asks for other measurements than were made: ${changed.slice(0, 3).join("; ")}${more}`, {
    where: file,
    remedy: "take the change back, or use --fresh for a run of its own"
  });
}
