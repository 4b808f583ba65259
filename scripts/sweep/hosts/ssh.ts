import {mkdirSync} from "node:fs";
import {tmpdir, userInfo} from "node:os";
import {join} from "node:path";
import {execa} from "execa";
import {Problem} from "../../../src/model/problem.js";
import {commandLine, quoted} from "./quoted.js";
import {ConnectionLost, mustRun, type Ran, type Transport} from "./transport.js";

/** ssh's own exit code for "no connection"; whatever the remote command does with it is a misfortune. */
const noConnection = 255;
/** Of the system's limit for a socket's path, 108, what ssh needs for its temporary name. */
const longestSocket = 88;

/**
 * A host reached by OpenSSH as installed: its configuration, agent and jump hosts. One connection is shared by all
 * commands and comes back by itself. Nothing is ever asked: no password, and a host key that is not known is refused.
 */
export class Ssh implements Transport {
  private readonly options: readonly string[];
  private rsync: boolean | null = null;

  constructor(
    readonly name: string,
    config: string | null = null
  ) {
    // One for each process: another sweep's end does not cut this one's connection.
    const socket = join(socketFolder(), `${process.pid}-`);
    const shared = socket.length + 40 <= longestSocket;
    this.options = [
      ...(config === null ? [] : ["-F", config]),
      ...["BatchMode=yes", "StrictHostKeyChecking=yes", "ConnectTimeout=15"].flatMap((each) => ["-o", each]),
      ...["ServerAliveInterval=15", "ServerAliveCountMax=3"].flatMap((each) => ["-o", each]),
      ...(shared
        ? ["ControlMaster=auto", `ControlPath=${socket}%C`, "ControlPersist=60"].flatMap((each) => ["-o", each])
        : [])
    ];
  }

  async run(
    argv: readonly string[],
    {input, timeout_s = 120}: {input?: string; timeout_s?: number} = {}
  ): Promise<Ran> {
    const ran = await execa("ssh", [...this.options, "-T", "--", this.name, commandLine(argv)], {
      reject: false,
      stripFinalNewline: false,
      timeout: timeout_s * 1e3,
      ...(input === undefined ? {stdin: "ignore" as const} : {input})
    });
    if (ran.exitCode === undefined && !ran.timedOut) {
      throw new Problem("ssh cannot be started", {remedy: "install OpenSSH's client", exitCode: 3, error: ran});
    }
    if (ran.exitCode === noConnection || ran.exitCode === undefined) this.lost(ran.stderr);
    return {exitCode: ran.exitCode, stdout: ran.stdout, stderr: ran.stderr};
  }

  async send(folder: string, to: string): Promise<void> {
    await mustRun(this, ["mkdir", "-p", to], "cannot make the folder");
    if (await this.hasRsync()) await this.copy("rsync", [...this.rsyncOptions(), `${folder}/`, `${this.name}:${to}/`]);
    else await this.sftp([`lcd ${sftpQuoted(folder)}`, `cd ${sftpQuoted(to)}`, "put -r ."]);
  }

  async fetch(from: string, folder: string): Promise<void> {
    mkdirSync(folder, {recursive: true});
    if (await this.hasRsync())
      await this.copy("rsync", [...this.rsyncOptions(), "--exclude=.work/", `${this.name}:${from}/`, `${folder}/`]);
    else await this.sftp([`lcd ${sftpQuoted(folder)}`, `cd ${sftpQuoted(from)}`, "get -r ."]);
  }

  async close(): Promise<void> {
    await execa("ssh", [...this.options, "-O", "exit", "--", this.name], {
      reject: false,
      stdio: "ignore",
      timeout: 10_000
    });
  }

  /** On both ends. */
  private async hasRsync(): Promise<boolean> {
    this.rsync ??=
      (await execa("rsync", ["--version"], {reject: false})).exitCode === 0 &&
      (await this.run(["rsync", "--version"])).exitCode === 0;
    return this.rsync;
  }

  private rsyncOptions(): string[] {
    if (this.options.some((each) => each.includes("'"))) {
      throw new Problem("rsync cannot be given a path with an apostrophe", {
        value: this.options.find((each) => each.includes("'"))
      });
    }
    // -s: names of folders pass no shell of the host.
    return ["-a", "-s", "--timeout=60", "-e", ["ssh", ...this.options].map(quoted).join(" ")];
  }

  private async sftp(batch: readonly string[]): Promise<void> {
    await this.copy("sftp", [...this.options, "-q", "-b", "-", "--", this.name], `${batch.join("\n")}\n`);
  }

  private async copy(program: string, args: readonly string[], input?: string): Promise<void> {
    const ran = await execa(program, args, {
      reject: false,
      timeout: 3_600_000,
      ...(input === undefined ? {stdin: "ignore" as const} : {input})
    });
    if (ran.exitCode === 0) return;
    // 12, 30, 35 and 255 are rsync's for a connection that breaks or is silent.
    if ([12, 30, 35, noConnection, undefined].includes(ran.exitCode)) this.lost(ran.stderr);
    throw new Problem(`${program} failed: ${lastLine(ran.stderr)}`, {where: this.name, exitCode: 3});
  }

  private lost(stderr: string): never {
    const said = lastLine(stderr) || "no answer";
    const unknownKey = /host key verification failed|no .*host key is known/i.test(stderr);
    const denied = /permission denied/i.test(stderr);
    throw new ConnectionLost(`ssh cannot connect: ${said}`, {
      where: this.name,
      exitCode: 3,
      remedy: unknownKey
        ? `look at its key and accept it once: ssh ${this.name}`
        : denied
          ? "load a key into the agent (ssh-add): no password is asked here"
          : `try: ssh ${this.name} true`
    });
  }
}

function socketFolder(): string {
  const folder = join(tmpdir(), `sweepbook-${userInfo().uid}`, "ssh");
  mkdirSync(folder, {recursive: true, mode: 0o700});
  return folder;
}

/** As sftp's batch files read a name. */
function sftpQuoted(name: string): string {
  return `"${name.replaceAll(/["\\]/g, "\\$&")}"`;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.trim() ?? "";
}
