import {setTimeout as sleep} from "node:timers/promises";

const graceMs = 2000;

/** Ends a process group: asked first, then by force. @param ended settles when its leader has ended; null when unknown */
export async function killGroup(pid: number, ended: Promise<unknown> | null): Promise<void> {
  if (!signalGroup(pid, "SIGTERM")) return;
  const deadline = performance.now() + graceMs;
  while (performance.now() < deadline && signalGroup(pid, 0)) await sleep(20);
  signalGroup(pid, "SIGKILL");
  await ended;
}

/** False when no process of the group is left. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
