import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";

/** A folder that is gone when the process ends, on Ctrl-C as well. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `sweepbook-${name}-`));
  process.once("exit", () => rmSync(folder, {recursive: true, force: true}));
  process.once("SIGINT", () => process.exit(130));
  process.once("SIGTERM", () => process.exit(143));
  return folder;
}
