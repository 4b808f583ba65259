import {parentPort} from "node:worker_threads";
import {cachedRun, type RunEntry, type RunTask} from "./run-cache.js";

// A thread of cachedRuns: brings one run after another into the cache.
parentPort!.on("message", (task: RunTask) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
  parentPort!.postMessage({entry: entryOf(task)});
});

/** Null where there is an error: whoever asked tries again, and meets it. */
function entryOf(task: RunTask): RunEntry | null {
  try {
    return cachedRun(task);
  } catch {
    return null;
  }
}
