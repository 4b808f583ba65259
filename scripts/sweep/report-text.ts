import {durationText} from "./duration-text.js";
import type {SweepReport} from "./sweep-report.js";

/** The end of a sweep for people: what was measured, what the searches found, what failed and what was left out. */
export function reportText(report: SweepReport): string {
  const lines = [`${report.measured} points measured in ${durationText(report.took_s)}: ${report.folder}`];
  if (report.overhead_mean_s !== null) {
    lines.push(
      `overhead per point beyond measuring, warm-up and prompts: mean ${report.overhead_mean_s.toFixed(2)} s, most ${report.overhead_max_s!.toFixed(2)} s`
    );
  }
  for (const search of report.searches) lines.push(searchLine(search as SearchLine));
  for (const series of report.adaptive) lines.push(adaptiveLine(series as AdaptiveLine));
  for (const {server, problem} of report.expected_failures)
    lines.push(`server ${server} failed, as expected: ${problem}`);
  for (const {points, why} of report.left_out) {
    lines.push(
      `left out (${why}): ${points.map((point) => `${point.point}#${point.repeat}`).join(", ")}; --resume measures them`
    );
  }
  if (report.failures.length > 0) {
    const width = Math.max(...report.failures.map(({what}) => what.length));
    lines.push("", `${report.failures.length} failed:`);
    for (const {what, problem} of report.failures) lines.push(`  ${what.padEnd(width)}  ${problem}`);
  }
  return `${lines.join("\n")}\n`;
}

interface SearchLine {
  readonly name: string;
  readonly server: string;
  readonly kind: string;
  readonly over: string;
  readonly binding: string | null;
  readonly stopped: string | null;
  readonly result: {
    readonly passed?: number | null;
    readonly failed?: number | null;
    readonly knee?: number | null;
    readonly complete: boolean;
    readonly why: string;
  } | null;
}

function searchLine({name, server, kind, over, binding, stopped, result}: SearchLine): string {
  const head = `search ${name} on ${server}: `;
  if (result === null) return `${head}not finished${stopped === null ? "" : `: ${stopped}`}`;
  const unfinished = result.complete ? "" : ` (not finished: ${result.why})`;
  if (kind === "knee")
    return `${head}${result.knee == null ? result.why : `knee at ${over} ${result.knee}`}${unfinished}`;
  const passed = result.passed == null ? "none passes" : `${result.passed} passes`;
  const failed = result.failed == null ? "none fails" : `${result.failed} fails`;
  return `${head}${over}: ${passed}, ${failed}${result.failed == null || binding === null ? "" : ` on ${binding}`}${unfinished}`;
}

interface AdaptiveLine {
  readonly point: string;
  readonly n: number;
  readonly target: number;
  readonly half_width: number | null;
  readonly why: string;
  readonly stopped: string | null;
}

function adaptiveLine({point, n, target, half_width, why, stopped}: AdaptiveLine): string {
  const percent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;
  const width = half_width === null ? "no interval yet" : `half-width ${percent(half_width)}`;
  return `repeats of ${point}: ${n}, ${width}, target ${percent(target)}: ${stopped ?? why}`;
}
