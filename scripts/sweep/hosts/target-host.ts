import {createHash} from "node:crypto";
import {mkdtempSync, readFileSync, renameSync, rmSync, statSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, isAbsolute, join, resolve} from "node:path";
import {Problem} from "../../../src/model/problem.js";
import {writeBundle} from "../../bundle-file.js";
import type {SpecTarget} from "../spec.js";
import {Here} from "./here.js";
import {Ssh} from "./ssh.js";
import {mustRun, type Transport} from "./transport.js";

/** Where a target's shares lie on its host. */
export interface Prepared {
  /** Absolute. */
  readonly base: string;
  /** The runner in one file. */
  readonly bundle: string;
}

/** The host of a target: how it is reached, and the folder and runner that all shares of one run have there. */
export class TargetHost {
  readonly transport: Transport;
  private prepared: Promise<Prepared> | null = null;

  /** @param file the spec's path @param key the run's own name on the host */
  constructor(
    private readonly target: SpecTarget,
    file: string,
    private readonly key: string
  ) {
    const {host, ssh_config: config} = target;
    const path = config === undefined || isAbsolute(config) ? config : resolve(dirname(resolve(file)), config);
    this.transport = host === undefined ? new Here() : new Ssh(host, path ?? null);
  }

  /** Makes the folder and puts the runner there, once. */
  ready(): Promise<Prepared> {
    this.prepared ??= this.prepare();
    this.prepared.catch(() => (this.prepared = null)); // may be tried again
    return this.prepared;
  }

  /** A Problem when the host has no Node that is new enough. */
  async checkNode(): Promise<string> {
    const node = this.target.node ?? "node";
    const {exitCode, stdout, stderr} = await this.transport.run([node, "--version"]);
    const version = stdout.trim();
    const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
    if (exitCode === 0 && (major > 20 || (major === 20 && minor >= 19))) return version;
    throw new Problem("the runner needs Node 20.19 or later", {
      where: this.transport.name,
      value: exitCode === 0 ? version : stderr.trim(),
      remedy: "install it there, or say where it is: node: PATH in the target",
      exitCode: 3
    });
  }

  /** Takes the shares' folders away, and the run's with the last of them: another target may have its own there. */
  async clean(shares: readonly string[]): Promise<void> {
    const {base} = await this.ready();
    const script =
      'cd "$1" && base=$PWD && shift && rm -rf -- "$@" && { ls -d ./*/ >/dev/null 2>&1 || rm -rf -- "$base"; }';
    await this.transport.run(["sh", "-c", script, "sh", base, ...shares]);
  }

  private async prepare(): Promise<Prepared> {
    const wanted = `${this.target.folder ?? ".sweepbook"}/${this.key}`;
    const script = 'mkdir -p -- "$1" && cd "$1" && pwd -P';
    const said = await mustRun(this.transport, ["sh", "-c", script, "sh", wanted], "cannot make the folder");
    const base = said.trim();
    const {folder, name} = await bundle();
    // By its size too: a copy may have been cut short.
    const there = await this.transport.run(["sh", "-c", 'wc -c < "$1"', "sh", `${base}/${name}`]);
    if (there.exitCode !== 0 || Number(there.stdout) !== statSync(join(folder, name)).size)
      await this.transport.send(folder, base);
    return {base, bundle: `${base}/${name}`};
  }
}

let made: Promise<{folder: string; name: string}> | null = null;

/** The runner in one file named by what it holds, in a folder of its own; made once a process. */
async function bundle(): Promise<{folder: string; name: string}> {
  made ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), "sweepbook-bundle-"));
    process.once("exit", () => rmSync(folder, {recursive: true, force: true}));
    const file = join(folder, "sweepbook.mjs");
    await writeBundle(file);
    const hash = createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 12);
    const name = `sweepbook-${hash}.mjs`;
    renameSync(file, join(folder, name));
    return {folder, name};
  })();
  return made;
}
