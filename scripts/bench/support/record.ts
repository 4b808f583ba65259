import {mkdirSync, writeFileSync} from "node:fs";
import {availableParallelism, cpus, loadavg, totalmem, release} from "node:os";
import {join} from "node:path";
import {execa} from "execa";
import {
  meetsGoal,
  ratioToPeer,
  sameMachine,
  worseThan,
  type BenchFigure,
  type BenchRecord
} from "../../../src/model/bench.js";
import type {Text} from "../../../src/model/text.js";
import {textTable} from "../../text-table.js";

/** What a bench gives: its figures, and what must be known to read them. */
export interface Measured {
  readonly title: Text;
  /** The input, and what is timed. */
  readonly conditions: readonly Text[];
  /** What was not measured, and why. */
  readonly skipped?: readonly string[];
  readonly figures: readonly BenchFigure[];
}

const folder = "data/bench";

/** A figure with what most have not. */
export function figure(given: Pick<BenchFigure, "id" | "what" | "value" | "unit"> & Partial<BenchFigure>): BenchFigure {
  return {better: "lower", spread: null, peer: null, goal: null, ...given};
}

/** The machine as it is before a bench. */
export function machineNow(): BenchRecord["machine"] {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memory_gib: Math.round(totalmem() / 2 ** 30),
    os: `${process.platform} ${release().split("-")[0]}`,
    node: process.versions.node,
    load_before: Number(loadavg()[0]!.toFixed(2))
  };
}

/** Shows what was measured, says what is worse than the last committed record, and writes the new one. */
export async function keep(bench: string, machine: BenchRecord["machine"], measured: Measured): Promise<void> {
  const record: BenchRecord = {
    schema: "sweepbook-bench/1",
    bench,
    title: measured.title,
    date: `${new Date().toISOString().slice(0, 19)}Z`,
    command: `npm run bench -- ${bench}`,
    machine,
    conditions: measured.conditions,
    skipped: measured.skipped ?? [],
    figures: measured.figures.map((each) => ({
      ...each,
      value: rounded(each.value),
      spread: each.spread === null ? null : rounded(each.spread),
      peer: each.peer === null ? null : {...each.peer, value: rounded(each.peer.value)}
    }))
  };
  for (const {en} of record.conditions) console.log(`  ${en}`);
  const head = ["figure", "value", "spread", "peer", "ratio", "goal"];
  for (const line of textTable([head, ...record.figures.map(cells)], [0, 3, 5])) console.log(`  ${line}`);
  for (const why of record.skipped) console.log(`  not measured: ${why}`);
  console.log(await comparison(record));
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, `${bench}.json`), `${JSON.stringify(record, null, 1)}\n`);
}

function cells(each: BenchFigure): string[] {
  const ratio = ratioToPeer(each);
  const met = meetsGoal(each);
  return [
    each.what.en,
    `${shown(each.value)} ${each.unit}`,
    each.spread === null ? "" : `±${(100 * each.spread).toFixed(0)} %`,
    each.peer === null ? "" : `${each.peer.name}: ${shown(each.peer.value)}`,
    ratio === null ? "" : ratio.toFixed(2),
    met === null ? "" : `${each.better === "lower" ? "≤" : "≥"} ${shown(each.goal!)} ${met ? "met" : "MISSED"}`
  ];
}

/** What is worse than in the record that is committed. */
async function comparison(now: BenchRecord): Promise<string> {
  const before = await committed(now.bench);
  if (before === null) return "  no earlier record to compare with";
  if (!sameMachine(before, now)) return `  the record of ${before.date} is from another machine: not compared`;
  const worse = worseThan(before, now);
  if (worse.length === 0) return `  nothing is worse than on ${before.date} beyond noise`;
  const lines = worse.map(
    ({id, before: old, now: value, by, noise}) =>
      `  WORSE: ${id} ${shown(old)} before, ${shown(value)} now: ${(100 * by).toFixed(0)} % worse, noise is ${(100 * noise).toFixed(0)} %`
  );
  const loaded = now.machine.load_before > now.machine.cores / 2;
  return [...lines, ...(loaded ? ["  (the machine was busy: measure again when it is quiet)"] : [])].join("\n");
}

/** The record of the last commit; null where there is none. */
async function committed(bench: string): Promise<BenchRecord | null> {
  const {stdout, failed} = await execa("git", ["show", `HEAD:${folder}/${bench}.json`], {reject: false});
  if (failed) return null;
  const found = JSON.parse(stdout) as BenchRecord;
  return found.schema === "sweepbook-bench/1" ? found : null;
}

const rounded = (x: number): number => Number(x.toPrecision(4));

function shown(x: number): string {
  return Math.abs(x) >= 1000 ? Math.round(x).toLocaleString("en-US") : String(Number(x.toPrecision(3)));
}
