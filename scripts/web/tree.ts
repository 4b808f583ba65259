import {createHash} from "node:crypto";
import {cp, mkdir, readdir, readFile, symlink} from "node:fs/promises";
import {dirname, join, relative, resolve, sep} from "node:path";
import {execa} from "execa";

/** Copies the working tree, changes included and ignored files left out, into an empty folder, with node_modules linked. */
export async function copyTree(to: string): Promise<void> {
  const {stdout} = await execa("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
  for (const file of stdout.split("\0").filter((name) => name !== "" && name !== "node_modules")) {
    await mkdir(dirname(join(to, file)), {recursive: true});
    await cp(file, join(to, file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error; // listed by git, deleted here
    });
  }
  await symlink(resolve("node_modules"), join(to, "node_modules"));
}

/** Clones the last commit into an empty folder, with node_modules linked. */
export async function cloneTree(to: string): Promise<void> {
  await execa("git", ["clone", "--quiet", "--no-hardlinks", ".", to]);
  await symlink(resolve("node_modules"), join(to, "node_modules"));
}

/** SHA-256 of every file below a folder, by path. */
export async function hashes(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const pairs = await Promise.all(
    files.sort().map(async (file): Promise<[string, string]> => {
      const hash = createHash("sha256").update(await readFile(file));
      return [relative(folder, file).split(sep).join("/"), hash.digest("hex")];
    })
  );
  return Object.fromEntries(pairs);
}

/** The command that runs another without any network, or null where the system does not let us. */
export async function withoutNetwork(): Promise<readonly string[] | null> {
  const flags = process.getuid?.() === 0 ? "-n" : "-rn";
  const {exitCode} = await execa("unshare", [flags, "true"], {reject: false});
  return exitCode === 0 ? ["unshare", flags] : null;
}

/** Builds the report in a folder; `prefix` is a command to run it under. */
export async function buildIn(
  cwd: string,
  prefix: readonly string[] = [],
  env: Readonly<Record<string, string | undefined>> = {}
): Promise<void> {
  const [file, ...args] = [...prefix, process.execPath, "--import", "tsx", "scripts/build.ts"];
  await execa(file, args, {cwd, env: {SWEEPBOOK_RUNS: undefined, ...env}});
}
