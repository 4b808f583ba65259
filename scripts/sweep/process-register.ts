import {mkdirSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {tmpdir, userInfo} from "node:os";
import {join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {z} from "zod";
import {endGroup, signal} from "./process-group.js";
import {groupMembers, isAlive, processIdentity, type ProcessIdentity} from "./process-identity.js";

const identitySchema = z.object({pid: z.int().positive(), started: z.string(), boot: z.string().nullable()});
const recordSchema = z.object({
  runner: identitySchema,
  groups: z.array(z.object({what: z.string(), leader: identitySchema}))
});

/** A group that a killed runner left behind and that was ended now. */
export interface Leftover {
  readonly what: string;
  readonly pid: number;
  readonly processes: number;
}

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
    for (const name of readdirSync(this.folder).filter((each) => each.endsWith(".json"))) {
      const path = join(this.folder, name);
      const record = recordSchema.safeParse(readJson(path));
      if (!record.success) {
        rmSync(path, {force: true});
        continue;
      }
      if (isAlive(record.data.runner)) continue;
      for (const {what, leader} of record.data.groups) {
        const members = groupMembers(leader);
        if (members.length === 0) continue;
        if (isAlive(leader)) signal(leader.pid, "SIGTERM");
        else for (const pid of members) signal(pid, "SIGTERM");
        await endGroup(leader, graceS);
        ended.push({what, pid: leader.pid, processes: members.length});
      }
      rmSync(path, {force: true});
    }
    return ended;
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

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
