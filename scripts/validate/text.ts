import type {ValidationRow} from "../../src/model/prediction/validate.js";
import {coverageGoal, type ValidationSummary} from "../../src/model/prediction/validation-summary.js";

/** Validation as a table for people, what was missed by most, and a plain word on each goal. */
export function validationText(summary: readonly ValidationSummary[], rows: readonly ValidationRow[]): string {
  if (rows.length === 0) return "nothing to validate: too few measured points\n";
  const header = ["left out", "quantity", "n", "median error", "largest", "in 90 % interval", "goal"];
  const cells = summary.map((s) => [
    s.split,
    s.metric,
    String(s.n),
    percent(s.error_median),
    percent(s.error_max),
    `${(100 * s.coverage).toFixed(0)} %`,
    goal(s)
  ]);
  const widths = header.map((label, i) => Math.max(label.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  ");
  const covered = rows.filter((row) => row.covered).length / rows.length;
  const [least, most] = coverageGoal;
  const word = covered < least ? "too narrow" : covered > most ? "too wide" : "as wide as they claim";
  const worst = rows.toSorted((a, b) => Math.abs(b.error) - Math.abs(a.error)).slice(0, 5);
  return [
    line(header),
    ...cells.map(line),
    "",
    `90 % intervals hold ${(100 * covered).toFixed(1)} % of ${rows.length} measurements (goal ${100 * least} to ${100 * most} %): ${word}.`,
    ...["gpu", "precision"]
      .filter((split) => !summary.some((s) => s.split === split))
      .map((split) => `No ${split} can be left out: the runs hold only one.`),
    "Furthest off:",
    ...worst.map(
      (row) =>
        `  ${row.point_id} ${row.metric}: predicted ${row.predicted.toPrecision(3)}, measured ${row.measured.toPrecision(3)} ` +
        `(${percent(row.error)}), without ${row.split} ${row.held_out}`
    ),
    ""
  ].join("\n");
}

function goal({goal_error_median: median, goal_error_max: max, met}: ValidationSummary): string {
  if (median === null) return "";
  return `${percent(median)}${max === null ? "" : `, ${percent(max)}`}: ${met ? "met" : "missed"}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
