import {Problem} from "../../src/model/problem.js";

/** What a fault strikes. */
export const groups = ["server", "request", "process", "storage", "gpu", "input"] as const;
export type Group = (typeof groups)[number];

/** What was seen after a fault, in words, and what of the data was not as it must be; null: all intact. */
export interface Seen {
  readonly seen: string;
  readonly damage: string | null;
}

/** One fault, injected for real into the pipeline, and what must come of it. */
export interface Fault {
  readonly id: string;
  readonly group: Group;
  readonly injected: string;
  readonly expected: string;
  /** What the words of what was seen must hold. */
  readonly shows: RegExp;
  readonly run: () => Promise<Seen>;
}

export interface FaultRow {
  readonly id: string;
  readonly group: Group;
  readonly injected: string;
  readonly expected: string;
  readonly seen: string;
  readonly intact: boolean;
  readonly status: "ok" | "failed" | "skipped";
  readonly took_s: number;
}

/** Thrown by a fault that cannot be injected on this machine. */
export class NotHere extends Error {}

/** Injects a fault and judges what came of it. Never throws: a defect is a failed row. */
export async function strike({run, shows, ...fault}: Fault): Promise<FaultRow> {
  const begin = performance.now();
  const {id, group, injected, expected} = fault;
  const row = (seen: string, intact: boolean, status: FaultRow["status"]): FaultRow => ({
    id,
    group,
    injected,
    expected,
    seen: seen.replace(/\s+/g, " ").trim(),
    intact,
    status,
    took_s: (performance.now() - begin) / 1e3
  });
  try {
    const {seen, damage} = await run();
    const told = damage === null ? seen : `${seen}; DAMAGE: ${damage}`;
    return row(told, damage === null, damage === null && shows.test(seen) ? "ok" : "failed");
  } catch (error) {
    if (error instanceof NotHere) return row(error.message, true, "skipped");
    return row(`crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, false, "failed");
  }
}

/** What a call says when it refuses; that it was accepted, when it does not. Anything but a Problem is thrown on. */
export async function refusal(call: () => unknown): Promise<string> {
  try {
    await call();
    return "accepted";
  } catch (error) {
    if (error instanceof Problem) return `refused: ${error.message}`;
    throw error;
  }
}
