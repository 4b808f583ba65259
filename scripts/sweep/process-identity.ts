import {readdirSync, readFileSync} from "node:fs";
import {execFileSync} from "node:child_process";

/** A process beyond doubt: its id can be given to a stranger, its id together with its start time cannot. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time as the system gives it (clock ticks since boot, or ps's text); compared, never computed with. */
  readonly started: string;
  /** Of the boot of the system; null where the system does not tell. */
  readonly boot: string | null;
}

/** Identity of a living process; null when there is none of that id. */
export function processIdentity(pid: number): ProcessIdentity | null {
  const stat = linuxStat(pid);
  if (stat !== null) return stat.state === "Z" ? null : {pid, started: stat.started, boot: bootId()};
  if (process.platform === "linux") return null;
  try {
    const started = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], {encoding: "utf8"}).trim();
    return started === "" ? null : {pid, started, boot: null};
  } catch {
    return null;
  }
}

/**
 * Leader of the group that a process is in, on Linux; one that is gone is known by its id alone. Null when there is no such
 * process.
 */
export function groupLeader(pid: number): ProcessIdentity | null {
  const stat = linuxStat(pid);
  if (stat === null || stat.state === "Z") return null;
  return processIdentity(stat.group) ?? {pid: stat.group, started: "0", boot: bootId()};
}

/** True while exactly this process lives. */
export function isAlive(identity: ProcessIdentity): boolean {
  const now = processIdentity(identity.pid);
  return now !== null && now.started === identity.started && now.boot === identity.boot;
}

/**
 * Living processes of the group and session that a leader started, the leader too. Empty when the leader's id now
 * belongs to a stranger: the system does not give an id away while a group or session of that name has members.
 */
export function groupMembers(leader: ProcessIdentity): number[] {
  if (leader.boot !== bootId()) return [];
  const now = processIdentity(leader.pid);
  if (now !== null && now.started !== leader.started) return [];
  if (process.platform !== "linux") return now === null ? [] : [leader.pid];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const stat = linuxStat(pid);
      if (stat === null || stat.state === "Z") return false;
      return (
        (stat.group === leader.pid || stat.session === leader.pid) && Number(stat.started) >= Number(leader.started)
      );
    });
}

interface Stat {
  readonly state: string;
  readonly group: number;
  readonly session: number;
  readonly started: string;
}

/** /proc/<pid>/stat; the name in parentheses may itself hold parentheses and spaces. */
function linuxStat(pid: number): Stat | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null;
  }
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return {state: fields[0]!, group: Number(fields[2]), session: Number(fields[3]), started: fields[19]!};
}

let known: string | null | undefined;

function bootId(): string | null {
  if (known === undefined) {
    try {
      known = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    } catch {
      known = null;
    }
  }
  return known;
}
