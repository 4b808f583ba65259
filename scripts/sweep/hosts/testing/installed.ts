import {existsSync} from "node:fs";
import {execa} from "execa";

/**
 * Why a test of real programs cannot run here, null when it can: programs that are missing are installed from Debian's
 * packages where that is allowed.
 */
export async function whyNotInstalled(
  programs: readonly string[],
  packages: readonly string[],
  install: boolean
): Promise<string | null> {
  if (process.platform !== "linux") return "needs Linux";
  if (process.getuid?.() !== 0) return "needs root";
  const missing = (): string[] => programs.filter((program) => !existsSync(program));
  if (missing().length === 0) return null;
  if (!install || !existsSync("/usr/bin/apt-get")) return `${missing().join(", ")} not installed`;
  const apt = (...args: string[]) =>
    execa("apt-get", args, {
      reject: false,
      stdin: "ignore",
      env: {DEBIAN_FRONTEND: "noninteractive"},
      timeout: 280_000
    });
  await apt("update", "-qq");
  const {exitCode, stderr} = await apt("install", "-y", "-qq", "--no-install-recommends", ...packages);
  if (exitCode !== 0) return `${packages.join(", ")} could not be installed: ${stderr.trim().split("\n").at(-1)}`;
  return missing().length === 0 ? null : `${missing().join(", ")} not where Debian puts it`;
}
