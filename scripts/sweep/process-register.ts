import {mkdirSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {tmpdir, userInfo} from "node:os";
import {join, resolve} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {z} from "zod";
import {endGroup, signal} from "./process-group.js";
import {groupLeader, groupMembers, isAlive, processIdentity, type ProcessIdentity} from "./process-identity.js";

const identitySchema = z.object({pid: z.int().positive(), started: z.string(), boot: z.string().nullable()});
const recordSchema = z.object({
  runner: identitySchema,
  groups: z.array(z.object({what: z.string(), leader: identitySchema}))
});

const markSchema = z.tuple([identitySchema, z.string()]);

/** A group that a killed runner left behind and that was ended now. */
export interface Leftover {
  readonly what: string;
  readonly pid: number;
  readonly processes: number;
}

/** Variable by which everything that a runner starts tells who started it. */
const markName = "SWEEPBOOK_RUNNER";

/**
 * The process groups that this runner has started, in a file that outlives it: when the runner is killed, the next one
 * on this machine ends what it left. Identity is id, start time and boot, so that no stranger is ever ended.
 */
export class ProcessRegister {
  private readonly groups = new Map<number, {what: string; leader: ProcessIdentity}>();
  private readonly file: string;

  constructor(private readonly folder = defaultFolder()) {
    mkdirSync(folder, {recursive: true, mode: 0o700});
    this.file = join(folder, `${process.pid}.json`);
  }

  /** For the environment of what is started: found by it when the runner is killed before it could add it here. */
  get mark(): Readonly<Record<string, string>> {
    const runner = processIdentity(process.pid);
    return runner === null ? {} : {[markName]: JSON.stringify([runner, resolve(this.folder)])};
  }

  add(what: string, leader: ProcessIdentity): void {
    this.groups.set(leader.pid, {what, leader});
    this.write();
  }

  remove(leader: ProcessIdentity): void {
    this.groups.delete(leader.pid);
    this.write();
  }

  /** SIGKILL to everything that is still there: the last resort of a runner that is itself being ended. */
  killAll(): void {
    for (const {leader} of this.groups.values()) for (const pid of groupMembers(leader)) signal(pid, "SIGKILL");
  }

  /** Ends what runners left that are no more. */
  async endLeftovers(graceS: number): Promise<Leftover[]> {
    const ended: Leftover[] = [];
    for (const name of readdirSync(this.folder)) {
      const path = join(this.folder, name);
      if (!name.endsWith(".json")) {
        // The half of a write that was killed.
        if (processIdentity(Number(/^(\d+)\.json\./.exec(name)?.[1] ?? process.pid)) === null)
          rmSync(path, {force: true});
        continue;
      }
      const record = recordSchema.safeParse(readJson(path));
      if (!record.success) {
        rmSync(path, {force: true});
        continue;
      }
      if (isAlive(record.data.runner)) continue;
      for (const {what, leader} of record.data.groups) ended.push(...(await endLeftover(what, leader, graceS)));
      rmSync(path, {force: true});
    }
    for (const leader of this.marked()) ended.push(...(await endLeftover("a process", leader, graceS)));
    return ended;
  }

  /** Leaders of groups that runners of this register started and that are no more, by their environment (Linux). */
  private marked(): ProcessIdentity[] {
    if (process.platform !== "linux") return [];
    const leaders = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const mark = markSchema.safeParse(parseJson(variable(name, markName)));
        if (!mark.success) return [];
        const [runner, folder] = mark.data;
        if (folder !== resolve(this.folder) || isAlive(runner)) return [];
        return groupLeader(Number(name)) ?? [];
      });
    return [...new Map(leaders.map((leader) => [leader.pid, leader])).values()];
  }

  private write(): void {
    if (this.groups.size === 0) {
      rmSync(this.file, {force: true});
      return;
    }
    const runner = processIdentity(process.pid);
    writeFileAtomic.sync(this.file, JSON.stringify({runner, groups: [...this.groups.values()]}), {mode: 0o600});
  }
}

function defaultFolder(): string {
  return process.env["SWEEPBOOK_PROCESSES"] ?? join(tmpdir(), `sweepbook-${userInfo().uid}`, "processes");
}

async function endLeftover(what: string, leader: ProcessIdentity, graceS: number): Promise<Leftover[]> {
  const members = groupMembers(leader);
  if (members.length === 0) return [];
  if (isAlive(leader)) signal(leader.pid, "SIGTERM");
  else for (const pid of members) signal(pid, "SIGTERM");
  await endGroup(leader, graceS);
  return [{what, pid: leader.pid, processes: members.length}];
}

/** A variable of a process's first environment; nothing where it may not be read. */
function variable(pid: string, name: string): string {
  try {
    const all = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    return all.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
  } catch {
    return "";
  }
}

function readJson(path: string): unknown {
  try {
    return parseJson(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
