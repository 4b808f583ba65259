import {existsSync} from "node:fs";
import {execa} from "execa";
import {Problem} from "../src/model/problem.js";

/** Where Debian and others put Chromium, the surest first. */
const candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** What the search for a browser touches of the machine; tests pass their own. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  exists(file: string): boolean;
  isRoot(): boolean;
  /** Runs a command to its end; rejects when it fails. */
  run(command: string, args: readonly string[]): Promise<unknown>;
  say(line: string): void;
}

const machine: Machine = {
  env: process.env,
  exists: existsSync,
  isRoot: () => process.getuid?.() === 0,
  run: (command, args) =>
    execa(command, args, {stdin: "ignore", env: {DEBIAN_FRONTEND: "noninteractive"}, timeout: 600_000}),
  say: (line) => void process.stderr.write(`${line}\n`)
};

/** Path of Chromium, or null. CHROMIUM names another; when it names nothing, that is an error, not a search. */
export function findBrowser(on: Pick<Machine, "env" | "exists"> = machine): string | null {
  const named = on.env["CHROMIUM"];
  if (named !== undefined && named !== "") {
    if (on.exists(named)) return named;
    throw new Problem("CHROMIUM names no file", {value: named, remedy: "unset it or correct it", exitCode: 3});
  }
  return candidates.find((file) => on.exists(file)) ?? null;
}

/** Path of Chromium, installed from Debian's packages when that is allowed. */
export async function ensureBrowser(on: Machine = machine): Promise<string> {
  const found = findBrowser(on);
  if (found !== null) return found;
  const missing = (cause: string, error?: unknown): Problem =>
    new Problem(cause, {
      remedy: "install Debian's package chromium (apt-get install chromium), or name a browser in CHROMIUM",
      exitCode: 3,
      error
    });
  if (!on.isRoot() || !on.exists("/usr/bin/apt-get")) throw missing("no Chromium for the browser checks");
  on.say("no Chromium found: installing Debian's packages chromium and fonts-noto-cjk");
  try {
    await on.run("apt-get", ["update", "-qq"]);
    await on.run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
  } catch (error) {
    throw missing("Chromium could not be installed", error);
  }
  // Chinese glyphs matter to the eye alone, so a failure here does not stop the checks.
  await on
    .run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "fonts-noto-cjk"])
    .catch(() => on.say("fonts-noto-cjk could not be installed: Chinese shows as boxes in pictures"));
  const installed = findBrowser(on);
  if (installed === null) throw missing("Chromium was installed and is not where it should be");
  return installed;
}
