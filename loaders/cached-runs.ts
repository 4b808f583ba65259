import {Worker} from "node:worker_threads";
import {cachedRun, type RunEntry, type RunTask} from "./run-cache.js";

/**
 * Brings runs into the cache, side by side on as many threads as are given; here, one after another, where it is one.
 * @param onEach called after each run, in the order in which they are done
 * @returns the entries in the order of the tasks
 */
export async function cachedRuns(
  tasks: readonly RunTask[],
  threads: number,
  onEach: (entry: RunEntry) => void
): Promise<RunEntry[]> {
  const entries: RunEntry[] = [];
  let next = 0;
  const done = (i: number, entry: RunEntry): void => {
    entries[i] = entry;
    onEach(entry);
  };
  const here = async (): Promise<void> => {
    while (next < tasks.length) {
      const i = next++;
      done(i, cachedRun(tasks[i]!));
      await new Promise((resolve) => setImmediate(resolve)); // lets a caller's signal in
    }
  };
  const there = async (): Promise<void> => {
    const worker = new Worker(new URL("run-worker.mjs", import.meta.url), {execArgv: []});
    try {
      while (next < tasks.length) {
        const i = next++;
        done(i, (await answerOf(worker, tasks[i]!)) ?? cachedRun(tasks[i]!));
      }
    } finally {
      await worker.terminate();
    }
  };
  const n = Math.min(threads, tasks.length);
  await (n <= 1 ? here() : Promise.all(Array.from({length: n}, there)));
  return entries;
}

/** Null when the thread met an error. */
function answerOf(worker: Worker, task: RunTask): Promise<RunEntry | null> {
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("message", ({entry}: {entry: RunEntry | null}) => {
      worker.off("error", reject);
      resolve(entry);
    });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
    worker.postMessage(task);
  });
}
