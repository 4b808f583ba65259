import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {lockRun} from "../sweep/run-lock.js";
import {SweepFixture} from "../sweep/sweep-fixture.js";
import {refusal, type Fault, type Seen} from "./fault.js";
import {damageOf, swept} from "./trial.js";

const shape = {input_tokens: 64, output_tokens: 16};
const longPoint = {
  sentinel: "none",
  timeouts: {point_s: 10, stop_s: 2},
  workloads: [
    {...shape, load: {concurrency: [1]}, stage: 1},
    {...shape, load: {concurrency: [2]}, n_requests: 400, stage: 2}
  ]
};

/** A sweep as a process of its own, with something done to it in the middle of its long point; then resumed if need be. */
async function inThePoint(act: (sweep: SweepFixture, runner: number) => void): Promise<Seen> {
  const sweep = new SweepFixture(longPoint);
  try {
    const runner = sweep.start();
    await sweep.until(() => {
      try {
        return readdirSync(join(sweep.runs, "t/.work/raw/bf16-i64-o16-c2#1")).includes("metrics-during.txt");
      } catch {
        return false;
      }
    });
    act(sweep, runner.pid!);
    const {exitCode, signal, all} = await runner;
    const first = signal === undefined ? `ended with code ${exitCode}` : `ended by ${signal}`;
    if (exitCode === 0) return {seen: `${first}: ${all}`, damage: damageOf(sweep, {points: 2})};
    const [before] = sweep.manifest.points;
    const resumed = await sweep.start("--resume");
    const after = sweep.manifest.points.find(({point}) => point === before?.point);
    const kept = JSON.stringify(before) === JSON.stringify(after);
    return {
      seen: `${first}; resumed: code ${resumed.exitCode}: ${resumed.all}`,
      damage: kept ? damageOf(sweep, {points: 2}) : "a complete point was measured again"
    };
  } finally {
    sweep.remove();
  }
}

/** Sends a signal to the process of a sweep whose command line holds a text. */
function signalTo(text: string, signal: NodeJS.Signals): (sweep: SweepFixture) => void {
  return (sweep) => {
    const pid = sweep.processes().find((each) => readFileSync(`/proc/${each}/cmdline`, "utf8").includes(text));
    if (pid === undefined) throw new Error(`no process ${text}`);
    process.kill(pid, signal);
  };
}

const toRunner =
  (signal: NodeJS.Signals) =>
  (_: SweepFixture, runner: number): void =>
    void process.kill(runner, signal);

/** Processes that are killed, stopped or interrupted in the middle of a point, and runners that meet in one folder. */
export const processFaults: readonly Fault[] = (
  [
    [
      "runner-killed",
      "SIGKILL of the runner",
      "--resume ends what it left and does the rest",
      /ended by SIGKILL; resumed: code 0/,
      toRunner("SIGKILL")
    ],
    [
      "runner-interrupted",
      "Ctrl-C",
      "code 130, nothing left behind, --resume does the rest",
      /code 130; resumed: code 0/,
      toRunner("SIGINT")
    ],
    [
      "runner-terminated",
      "SIGTERM of the runner",
      "code 130, nothing left behind, --resume does the rest",
      /code 130; resumed: code 0/,
      toRunner("SIGTERM")
    ],
    [
      "server-killed",
      "SIGKILL of the server",
      "a new start, the point again",
      /code 0: .*SIGKILL/s,
      signalTo("simulated/serve", "SIGKILL")
    ],
    [
      "server-stopped",
      "the server hangs (SIGSTOP)",
      "ended at the point's time limit, a new start",
      /code 0: .*the server hangs/s,
      signalTo("simulated/serve", "SIGSTOP")
    ],
    [
      "client-killed",
      "SIGKILL of the client",
      "the point again with a new client",
      /code 0: .*tried once more/s,
      signalTo("client/cli", "SIGKILL")
    ]
  ] as const
).map(([id, injected, expected, shows, act]) => ({
  id,
  group: "process" as const,
  injected,
  expected,
  shows,
  run: () => inThePoint(act)
}));

/** Two runners in one folder, and clocks that jump. */
export const runnerFaults: readonly Fault[] = [
  {
    id: "two-runners",
    group: "process",
    injected: "a second runner in the folder of one that is at work",
    expected: "the second is refused and changes nothing",
    shows: /refused: .*another runner is at work/,
    run: async () => {
      const sweep = new SweepFixture({load: {concurrency: [1]}, sentinel: "none"});
      try {
        await sweep.run();
        const release = await lockRun(join(sweep.runs, "t"));
        const seen = await refusal(() => sweep.run({resume: true}));
        await release();
        return {seen, damage: damageOf(sweep, {points: 1})};
      } finally {
        sweep.remove();
      }
    }
  },
  {
    id: "clock-back",
    group: "process",
    injected: "the clock jumps back an hour in the middle of a sweep",
    expected: "durations and latencies stay right, for they are of the monotonic clock",
    shows: /^2 measured/,
    run: async () => {
      const sweep = new SweepFixture({load: {concurrency: [1, 2]}, sentinel: "none"});
      const now = Date.now;
      let calls = 0;
      try {
        // The runner's own clock; that of its client and server goes on, as on two hosts.
        Date.now = () => now() - (++calls > 40 ? 3_600_000 : 0);
        const seen = await swept(sweep);
        if (calls <= 40) throw new Error(`the clock was read ${calls} times only: it never jumped`);
        return {seen, damage: damageOf(sweep, {points: 2})};
      } finally {
        Date.now = now;
        sweep.remove();
      }
    }
  }
];
