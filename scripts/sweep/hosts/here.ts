import {cp, mkdir} from "node:fs/promises";
import {homedir} from "node:os";
import {resolve} from "node:path";
import {execa} from "execa";
import type {Ran, Transport} from "./transport.js";

/** This host, as a Slurm target is reached where sbatch runs here. */
export class Here implements Transport {
  readonly name = "this host";

  async run(
    argv: readonly string[],
    {input, timeout_s = 120}: {input?: string; timeout_s?: number} = {}
  ): Promise<Ran> {
    const [file, ...args] = argv;
    const ran = await execa(file!, args, {
      cwd: homedir(),
      reject: false,
      stripFinalNewline: false,
      timeout: timeout_s * 1e3,
      ...(input === undefined ? {stdin: "ignore" as const} : {input})
    });
    const started = ran.exitCode !== undefined;
    return {
      exitCode: ran.exitCode ?? 127,
      stdout: ran.stdout ?? "",
      stderr: started ? ran.stderr : (ran.shortMessage ?? "")
    };
  }

  async send(folder: string, to: string): Promise<void> {
    await copy(folder, resolve(homedir(), to));
  }

  async fetch(from: string, folder: string): Promise<void> {
    await copy(resolve(homedir(), from), folder);
  }

  async close(): Promise<void> {
    // nothing is held open
  }
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(to, {recursive: true});
  await cp(from, to, {recursive: true, preserveTimestamps: true});
}
