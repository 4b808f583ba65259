import {join} from "node:path";
import {Problem} from "../../src/model/problem.js";
import type {AuditRow} from "../../src/model/audit/audit-row.js";
import type {Manifest, ManifestFile} from "../../loaders/manifest.js";
import {readManifest} from "../../loaders/manifest-file.js";
import {readVerified} from "../../loaders/store.js";

/** Hashes every file that a run's manifest lists, and puts what changed to the points that it belongs to and to the run. */
export function auditStoredFiles(runsDir: string, run: string): AuditRow[] {
  const {manifest} = readManifest(runsDir, run);
  const problems = new Map<ManifestFile, string>();
  for (const file of manifest.files) {
    try {
      readVerified(join(runsDir, run), file);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problems.set(file, error.message);
    }
  }
  return [
    row(`${manifest.kind}/${run}`, manifest.files, problems),
    ...manifest.points.map(({point, repeat, server}) =>
      row(`${manifest.kind}/${run}/${point}#${repeat}`, filesOf(manifest, {point, repeat, server}), problems)
    )
  ];
}

/** Files of a point: its own, and those of its server that belong to no point. */
function filesOf(
  {files}: Manifest,
  {point, repeat, server}: {point: string; repeat: number; server: string}
): ManifestFile[] {
  return files.filter((file) =>
    file.point === null
      ? file.server === server || file.server === null
      : file.point === point && (file.repeat ?? 1) === repeat
  );
}

function row(point: string, files: readonly ManifestFile[], problems: ReadonlyMap<ManifestFile, string>): AuditRow {
  const found = files.flatMap((file) => problems.get(file) ?? []);
  const value = found.length;
  if (files.length === 0)
    return {
      point,
      check: "tampering",
      status: "not_checked",
      reason: {en: "The manifest lists no file of it.", zh: "清单中没有它的文件。"},
      value: null,
      limit: null
    };
  if (value > 0)
    return {
      point,
      check: "tampering",
      status: "fail",
      reason: {
        en: `${value} of ${files.length} files are not as stored: ${found.join("; ")}.`,
        zh: `${files.length} 个文件中有 ${value} 个与存储时不符：${found.join("；")}。`
      },
      value,
      limit: 0
    };
  return {
    point,
    check: "tampering",
    status: "pass",
    reason: {
      en: `All ${files.length} files have the manifest's sha256.`,
      zh: `${files.length} 个文件的 sha256 均与清单一致。`
    },
    value: 0,
    limit: 0
  };
}
