import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {parseAt} from "../loaders/border.js";
import {publishedFile, publishedSchema} from "../scripts/publish/published.js";
import {changedInputs, changes, turnedOff} from "../scripts/verify/changes.js";
import {snapshotSchema, type Snapshot} from "../scripts/verify/snapshot.js";
import type {ReportChanges} from "../src/components/view.js";

const accepted = "data/verdicts.json";

/**
 * How this build differs from the last published one, or, before any, from what was last accepted; null where there is
 * neither. Both lie in the repository, so that a build depends on nothing else.
 */
export function changesSince(root: string, now: Snapshot): ReportChanges | null {
  const read = (file: string): unknown =>
    existsSync(join(root, file)) ? (JSON.parse(readFileSync(join(root, file), "utf8")) as unknown) : null;
  const last = read(publishedFile);
  if (last !== null) {
    const {hash, published, snapshot} = parseAt(publishedSchema, last, publishedFile);
    return compared({from: "published", hash, date: published}, snapshot, now);
  }
  const committed = read(accepted);
  return committed === null
    ? null
    : compared({from: "accepted", hash: "", date: ""}, parseAt(snapshotSchema, committed, accepted), now);
}

function compared(against: ReportChanges["against"], before: Snapshot, now: Snapshot): ReportChanges {
  const off = turnedOff(before.inputs, now.inputs);
  const inputs = changedInputs(before.inputs, now.inputs).filter((path) => !off(path));
  return {against, found: changes(before, now), inputs};
}
