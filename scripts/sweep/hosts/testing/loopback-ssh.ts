import {spawn, type ChildProcess} from "node:child_process";
import {once} from "node:events";
import {mkdirSync, mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import {tmpdir, userInfo} from "node:os";
import {join} from "node:path";
import {execa} from "execa";
import {freePort} from "../../free-port.js";

export const sshPrograms = ["/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/ssh-keygen"];
export const sshPackages = ["openssh-server", "openssh-client", "rsync"];

/** A real sshd on loopback with keys, port and configuration of its own; nothing of the user's ~/.ssh is touched. */
export class LoopbackSsh {
  private server: ChildProcess | null = null;

  private constructor(
    readonly folder: string,
    readonly port: number
  ) {}

  /** Name of the host in `config`. */
  readonly host = "loopback-test";

  get config(): string {
    return join(this.folder, "config");
  }

  /** @param environment variables of every session, as a login node has them */
  static async start(environment: Readonly<Record<string, string>> = {}): Promise<LoopbackSsh> {
    const folder = mkdtempSync(join(tmpdir(), "sweepbook-sshd-"));
    const ssh = new LoopbackSsh(folder, await freePort());
    const key = (name: string) => execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, name)]);
    await Promise.all([key("host_key"), key("user_key")]);
    writeFileSync(join(folder, "authorized_keys"), readFileSync(join(folder, "user_key.pub")), {mode: 0o600});
    writeFileSync(
      join(folder, "sshd_config"),
      [
        `Port ${ssh.port}`,
        "ListenAddress 127.0.0.1",
        `HostKey ${join(folder, "host_key")}`,
        `AuthorizedKeysFile ${join(folder, "authorized_keys")}`,
        `PidFile ${join(folder, "sshd.pid")}`,
        "PasswordAuthentication no",
        "KbdInteractiveAuthentication no",
        "UsePAM no",
        "StrictModes no",
        "PermitRootLogin prohibit-password",
        "MaxStartups 100",
        "MaxSessions 100",
        "Subsystem sftp internal-sftp",
        ...Object.entries(environment).map(([name, value]) => `SetEnv ${name}=${value}`),
        ""
      ].join("\n")
    );
    const [type, value] = readFileSync(join(folder, "host_key.pub"), "utf8").split(" ");
    writeFileSync(join(folder, "known_hosts"), `[127.0.0.1]:${ssh.port} ${type} ${value}\n`);
    writeFileSync(
      ssh.config,
      [
        `Host ${ssh.host} ${ssh.host}-2`,
        "  HostName 127.0.0.1",
        `  Port ${ssh.port}`,
        `  User ${userInfo().username}`,
        `  IdentityFile ${join(folder, "user_key")}`,
        "  IdentitiesOnly yes",
        "  IdentityAgent none",
        `  UserKnownHostsFile ${join(folder, "known_hosts")}`,
        "  GlobalKnownHostsFile none",
        ""
      ].join("\n")
    );
    await ssh.up();
    return ssh;
  }

  /** Listens (again). */
  async up(): Promise<void> {
    mkdirSync("/run/sshd", {recursive: true});
    this.server = spawn("/usr/sbin/sshd", ["-D", "-e", "-f", join(this.folder, "sshd_config")], {stdio: "ignore"});
    for (let i = 0; i < 200; i++) {
      const {exitCode} = await execa("ssh", ["-F", this.config, "-o", "BatchMode=yes", this.host, "true"], {
        reject: false
      });
      if (exitCode === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("sshd does not answer");
  }

  /** Cuts every connection and listens no more; what was started over it lives on. */
  async cut(): Promise<void> {
    const {server} = this;
    if (server === null) return;
    const {stdout} = await execa("ps", ["-e", "-o", "pid=,ppid=,args="]);
    const rows = stdout.split("\n").map((line) => line.trim().split(/\s+/));
    const sessions = rows
      .filter(([, parent, program]) => parent === String(server.pid) && program?.startsWith("sshd"))
      .map(([pid]) => Number(pid));
    const gone = once(server, "exit");
    server.kill("SIGKILL");
    await gone;
    for (const pid of sessions) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // gone already
      }
    }
    this.server = null;
  }

  async stop(): Promise<void> {
    await this.cut();
  }
}
