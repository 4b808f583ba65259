import type {ManifestFile} from "../../loaders/manifest.js";
import {definitionNotes} from "../../src/model/interchange/definitions.js";
import type {FileOutcome, ImportedSet} from "../../src/model/interchange/import-set.js";
import {printable} from "../../src/model/problem.js";
import type {PointRow} from "../../src/model/tables/points.js";

const columns = [
  ["concurrency", "streams", 0],
  ["request_rate_per_s", "req/s", 2],
  ["n_completed", "n", 0],
  ["ttft_p50_ms", "TTFT p50 ms", 1],
  ["tpot_p50_ms", "TPOT p50 ms", 2],
  ["e2e_p50_ms", "E2E p50 ms", 0],
  ["output_tokens_per_s", "output tok/s", 1]
] as const satisfies readonly (readonly [keyof PointRow, string, number])[];

/** What an import found, for people: points, what their definitions differ in, and every file. */
export function importText({rows, files}: ImportedSet): string {
  const lines: string[] = [];
  if (rows.length > 0) {
    const codes = [...new Set(rows.flatMap(({definitions}) => definitions?.split(" ") ?? []))].sort();
    const mark = (row: PointRow): string =>
      (row.definitions?.split(" ") ?? []).map((code) => `[${codes.indexOf(code) + 1}]`).join("");
    const cells = [
      ["imported point", ...columns.map(([, title]) => title), "notes"],
      ...rows.map((row) => [
        row.point_id.replace("imported/", ""),
        ...columns.map(([name, , digits]) => row[name]?.toFixed(digits) ?? "-"),
        mark(row)
      ])
    ];
    const widths = cells[0]!.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
    for (const row of cells) {
      lines.push(
        row
          .map((cell, i) => (i === 0 || i === row.length - 1 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
          .join("  ")
          .trimEnd()
      );
    }
    lines.push("");
    for (const [i, code] of codes.entries()) {
      const [note] = definitionNotes({definitions: code}, noteColumn(code));
      lines.push(`[${i + 1}] ${code}: ${note?.en ?? "unknown"}`);
    }
    for (const {point_id, problems} of rows) if (problems !== null) lines.push(`problem: ${point_id}: ${problems}`);
    lines.push("");
  }
  lines.push(...files.map(fileLine), ...openLines(rows));
  return printable(lines.join("\n"));
}

const saidBy = {model: "--model", gpu: "--gpu", precision: "--precision"} as const;

/** What the files leave open and only a person can say: without it a study cannot take the points in. */
function openLines(rows: readonly PointRow[]): string[] {
  return Object.entries(saidBy).flatMap(([name, option]) => {
    const open = rows.filter((row) => row.status === "ok" && row[name as keyof typeof saidBy] === null).length;
    const points = `${open} ${open === 1 ? "point names" : "points name"}`;
    return open === 0 ? [] : [`open     ${points} no ${name === "gpu" ? "GPU" : name}: ${option} says it`];
  });
}

/** A column that a code speaks of, to look its words up by. */
function noteColumn(code: string): string {
  const quantity = code.split("=")[0]!;
  return (
    {
      percentile: "ttft_p50_ms",
      std: "ttft_std_ms",
      queue: "ttft_p50_ms",
      tokens: "output_tokens_per_s",
      throughput: "output_tokens_per_s",
      value: "ttft_p50_ms",
      format: "ttft_p50_ms"
    }[quantity] ?? `${quantity}_p50_ms`
  );
}

function fileLine({path, status, format, n_points, note, problem}: FileOutcome): string {
  if (status === "damaged") return `DAMAGED  ${problem}`;
  if (status === "unknown") return `unknown  ${path}: no results of a known tool`;
  return `read     ${path}: ${format}, ${n_points} ${n_points === 1 ? "point" : "points"}${note === null ? "" : `; ${note}`}`;
}

/** What was taken out of the files that are stored, by class; that nothing was, when nothing was. */
export function redactedText(files: readonly Pick<ManifestFile, "redacted">[]): string {
  const counts = new Map<string, number>();
  for (const {redacted} of files)
    for (const [name, n] of Object.entries(redacted)) counts.set(name, (counts.get(name) ?? 0) + n);
  const found = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, n]) => `${name} ${n}`);
  return `redacted: ${found.length === 0 ? "nothing" : found.join(", ")}`;
}
