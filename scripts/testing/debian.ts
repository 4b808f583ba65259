import {execa} from "execa";

/**
 * Why a program of Debian cannot be had here, or null when it is there: looked for, then installed where this may (root, apt-get). For
 * tests of real programs, which are skipped with this reason.
 */
export async function whyNot(program: string, pkg: string): Promise<string | null> {
  if (await has(program)) return null;
  if (process.getuid?.() !== 0) return `${program} is not here and only root may install it (apt-get install ${pkg})`;
  if (!(await has("apt-get"))) return `${program} is not here, nor apt-get to install ${pkg}`;
  const env = {DEBIAN_FRONTEND: "noninteractive"};
  await execa("apt-get", ["update", "-qq"], {reject: false, env});
  await execa("apt-get", ["install", "-y", "-qq", "--no-install-recommends", pkg], {reject: false, env});
  return (await has(program)) ? null : `${program} is not here and ${pkg} could not be installed`;
}

async function has(program: string): Promise<boolean> {
  const {exitCode} = await execa("sh", ["-c", 'command -v "$1"', "sh", program], {
    reject: false,
    env: {PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`}
  });
  return exitCode === 0;
}
