import {readFileSync} from "node:fs";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {readStored} from "../../loaders/store.js";
import {random} from "../../src/model/statistics/random.js";
import {writeBundle} from "../bundle-file.js";
import {SweepFixture} from "../sweep/sweep-fixture.js";
import {temporaryFolder} from "../temporary-folder.js";
import {damageOf} from "./trial.js";

/** What is killed, and how it is known among the processes of a sweep. */
const victims = {runner: null, server: "simulated-server", client: "program\0client"} as const;
type Victim = keyof typeof victims;

export interface KillTrial {
  readonly seed: number;
  readonly victim: Victim;
  /** When, s after the start. */
  readonly after_s: number;
  /** False when the victim did not live at that moment. */
  readonly struck: boolean;
  /** Starts until all was complete; 1: the sweep went on by itself. */
  readonly starts: number;
  /** What differs from the undisturbed sweep, or is damaged; null: nothing. */
  readonly damage: string | null;
}

const spec = {sentinel: "none", load: {concurrency: [1, 2, 4]}, n_requests: 30, timeouts: {stop_s: 2}};

/** What of a run does not depend on time: points, requests, lengths and tokens, from the stored results. */
function content(sweep: SweepFixture): string {
  const {manifest} = sweep;
  const points = manifest.points.map(({point, repeat, status, seed, n_requests, fingerprint}) => {
    const file = manifest.files.find(
      (each) => each.role === "result" && each.point === point && each.repeat === repeat
    );
    const result = JSON.parse(file === undefined ? "{}" : readStored(join(sweep.runs, "t"), file).toString()) as Record<
      string,
      unknown
    >;
    const kept = [
      "num_prompts",
      "completed",
      "total_input_tokens",
      "total_output_tokens",
      "input_lens",
      "output_lens",
      "max_concurrency"
    ];
    return {
      point,
      repeat,
      status,
      seed,
      n_requests,
      fingerprint,
      result: Object.fromEntries(kept.map((name) => [name, result[name]]))
    };
  });
  return JSON.stringify(points.sort((a, b) => (a.point < b.point ? -1 : 1)));
}

/**
 * Sweeps of the simulated target in which runner, server or client is killed at a random moment, then resumed until all is
 * complete: each must hold what an undisturbed one holds, but for times.
 * @param seeds one trial each; the same seed picks the same victim at the same share of an undisturbed sweep's time
 * @param onTrial called after each
 */
export async function killTrials(
  seeds: readonly number[],
  onTrial: (trial: KillTrial) => void = () => undefined
): Promise<KillTrial[]> {
  const bundle = join(temporaryFolder("kill"), "sweepbook.mjs");
  await writeBundle(bundle); // one file starts in a fraction of the time
  const fixture = (): SweepFixture => {
    const sweep = new SweepFixture(spec);
    sweep.program = [process.execPath, bundle, "sweep"];
    return sweep;
  };
  const undisturbed = fixture();
  const begin = performance.now();
  const {exitCode, all} = await undisturbed.start();
  if (exitCode !== 0) throw new Error(`the undisturbed sweep ended with code ${exitCode}: ${all}`);
  const tookMs = performance.now() - begin;
  const wanted = content(undisturbed);
  undisturbed.remove();
  const trials: KillTrial[] = [];
  const queue = [...seeds];
  const lane = async (): Promise<void> => {
    for (let seed = queue.shift(); seed !== undefined; seed = queue.shift()) {
      const sweep = fixture();
      try {
        const trial = await kill(sweep, seed, tookMs, wanted);
        trials.push(trial);
        onTrial(trial);
      } finally {
        sweep.remove();
      }
    }
  };
  await Promise.all([lane(), lane()]);
  return trials.sort((a, b) => a.seed - b.seed);
}

async function kill(sweep: SweepFixture, seed: number, tookMs: number, wanted: string): Promise<KillTrial> {
  const next = random(seed);
  const names = Object.keys(victims) as Victim[];
  const victim = names[Math.floor(next() * names.length)]!;
  const afterMs = next() * tookMs;
  let damage: string | null = null;
  const seen = new Map<string, number | null>();
  let starts = 0;
  let struck = false;
  let said = "";
  for (let code: number | undefined; code !== 0 && starts < 5;) {
    const runner = sweep.start(...(starts === 0 ? [] : ["--resume"]));
    starts++;
    if (starts === 1) {
      await sleep(afterMs);
      struck = strikeDown(sweep, victim, runner.pid!);
    }
    const ended = await runner;
    code = ended.exitCode;
    said = ended.all;
    damage ??= measuredTwice(sweep, seen);
  }
  damage ??= damageOf(sweep, {points: 3});
  if (damage !== null) damage = `${damage}; the last start said: ${said.trim().split("\n").slice(-3).join(" | ")}`;
  else if (content(sweep) !== wanted) damage = "not what the undisturbed sweep holds";
  return {seed, victim, after_s: afterMs / 1e3, struck, starts, damage};
}

/** Kills the victim; false when it does not live at that moment. */
function strikeDown(sweep: SweepFixture, victim: Victim, runner: number): boolean {
  const mark = victims[victim];
  const pid = mark === null ? runner : sweep.processes().find((each) => commandOf(each).includes(mark));
  if (pid === undefined) return false;
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** A point that was complete once keeps its time for ever. */
function measuredTwice(sweep: SweepFixture, seen: Map<string, number | null>): string | null {
  if (sweep.complete.length === 0) return null;
  for (const {point, status, start_epoch_s} of sweep.manifest.points) {
    if (status !== "ok") continue;
    if (seen.has(point) && seen.get(point) !== start_epoch_s) return `${point} was complete and was measured again`;
    seen.set(point, start_epoch_s);
  }
  return null;
}
