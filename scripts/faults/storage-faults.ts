import {spawnSync} from "node:child_process";
import {appendFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {loadHardware} from "../../loaders/hardware.js";
import {loadRun} from "../../loaders/run.js";
import type {Manifest} from "../../loaders/manifest.js";
import {SweepFixture} from "../sweep/sweep-fixture.js";
import {NotHere, type Fault, type Seen} from "./fault.js";
import {damageOf, swept} from "./trial.js";

const small = {sentinel: "none", load: {concurrency: [1, 2]}};

/** A finished run, something done to its folder, then --resume. */
async function spoiled(spoil: (folder: string, manifest: Manifest) => void): Promise<Seen> {
  const sweep = new SweepFixture(small);
  try {
    await sweep.run();
    spoil(join(sweep.runs, "t"), sweep.manifest);
    const read = rows(sweep);
    const seen = `read: ${read}; resumed: ${await swept(sweep, {resume: true})}`;
    return {seen, damage: damageOf(sweep, {points: 2})};
  } finally {
    sweep.remove();
  }
}

/** What a loader says of the run's points: the number that is fine, and the problems of the others. */
function rows(sweep: SweepFixture): string {
  try {
    const {points} = loadRun(sweep.runs, "t", loadHardware("."));
    const failed = points.filter(({status}) => status === "failed");
    return [`${points.length - failed.length} ok`, ...failed.map(({problems}) => problems)].join(", ");
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const resultOf = (folder: string, {files}: Manifest): string =>
  join(folder, files.find(({role}) => role === "result")!.path);

/** A file system that is full or may not be written, for a sweep's runs. */
async function mounted(
  options: string,
  before: (runs: string) => void,
  between: (runs: string) => void
): Promise<Seen> {
  const sweep = new SweepFixture(small);
  mkdirSync(sweep.runs);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=96m", "tmpfs", sweep.runs]).status !== 0) {
    sweep.remove();
    throw new NotHere("no file system can be mounted on this machine");
  }
  try {
    before(sweep.runs);
    if (options !== "") spawnSync("mount", ["-o", `remount,${options}`, sweep.runs]);
    const first = await swept(sweep);
    if (options !== "") spawnSync("mount", ["-o", "remount,rw", sweep.runs]);
    between(sweep.runs);
    const seen = `${first}; resumed: ${await swept(sweep, {resume: true})}`;
    return {seen, damage: damageOf(sweep, {points: 2})};
  } finally {
    spawnSync("umount", ["--lazy", sweep.runs]);
    sweep.remove();
  }
}

const again = "told by its hash, not read; --resume measures that point again";

/** Disks that fail, and files of a run that something else has touched. */
export const storageFaults: readonly Fault[] = [
  {
    id: "disk-full",
    group: "storage",
    injected: "a full disk",
    expected: "code 3 with the cause; with room again --resume does the rest",
    shows: /code 3: .*disk is full.*resumed: 2 measured/s,
    run: () =>
      mounted(
        "",
        (runs) => {
          try {
            for (;;) appendFileSync(join(runs, "filler"), Buffer.alloc(65_536));
          } catch {
            // full
          }
        },
        (runs) => rmSync(join(runs, "filler"))
      )
  },
  {
    id: "disk-full-later",
    group: "storage",
    injected: "a disk that fills up while files are stored",
    expected: "code 3, what is complete is kept; --resume does the rest",
    shows: /code 3: .*disk is full.*resumed: [012] measured/s,
    run: async () => {
      const sweep = new SweepFixture(small);
      let writes = 0;
      const write = (path: string, bytes: Uint8Array): void => {
        if (++writes > 10) throw Object.assign(new Error("ENOSPC: no space left on device"), {code: "ENOSPC"});
        writeFileSync(path, bytes);
      };
      try {
        const seen = `${await swept(sweep, {write})}; resumed: ${await swept(sweep, {resume: true})}`;
        return {seen, damage: damageOf(sweep, {points: 2})};
      } finally {
        sweep.remove();
      }
    }
  },
  {
    id: "read-only",
    group: "storage",
    injected: "a folder that may not be written",
    expected: "code 3 with the cause; once writable --resume does all",
    shows: /code 3: .*(?:read-only|may not be written|EROFS).*resumed: 2 measured/s,
    run: () =>
      mounted(
        "ro",
        () => undefined,
        () => undefined
      )
  },
  {
    id: "runs-is-a-file",
    group: "storage",
    injected: "a file where the folder of runs should be",
    expected: "code 3 with the cause; once moved away --resume does all",
    shows: /code 3: .*a file is in the place.*resumed: 2 measured/s,
    run: async () => {
      const sweep = new SweepFixture(small);
      try {
        writeFileSync(sweep.runs, "");
        const first = await swept(sweep);
        rmSync(sweep.runs);
        return {seen: `${first}; resumed: ${await swept(sweep, {resume: true})}`, damage: damageOf(sweep, {points: 2})};
      } finally {
        sweep.remove();
      }
    }
  },
  {
    id: "result-cut",
    group: "storage",
    injected: "a stored result is cut",
    expected: again,
    shows: /read: 1 ok, .*changed since it was stored.*resumed: 1 measured/s,
    run: () => spoiled((folder, manifest) => truncateSync(resultOf(folder, manifest), 100))
  },
  {
    id: "result-changed",
    group: "storage",
    injected: "a stored result is replaced by one with better numbers",
    expected: again,
    shows: /read: 1 ok, .*changed since it was stored.*resumed: 1 measured/s,
    run: () => spoiled((folder, manifest) => writeFileSync(resultOf(folder, manifest), gzipSync(`{"duration": 0.1}`)))
  },
  {
    id: "result-removed",
    group: "storage",
    injected: "a stored result is removed",
    expected: again,
    shows: /read: 1 ok, .*cannot be read.*resumed: 1 measured/s,
    run: () => spoiled((folder, manifest) => rmSync(resultOf(folder, manifest)))
  },
  {
    id: "manifest-cut",
    group: "storage",
    injected: "a manifest is cut in the middle",
    expected: "refused with file and rule, the folder is left alone",
    shows: /not JSON.*code 2: .*not a manifest/s,
    run: async () => {
      const sweep = new SweepFixture(small);
      try {
        await sweep.run();
        const path = join(sweep.runs, "t/manifest.json");
        const text = readFileSync(path, "utf8");
        writeFileSync(path, text.slice(0, text.length / 2));
        const seen = `${rows(sweep)}; ${await swept(sweep, {resume: true})}`;
        const untouched = readFileSync(path, "utf8") === text.slice(0, text.length / 2);
        writeFileSync(path, text);
        return {seen, damage: untouched ? damageOf(sweep, {points: 2}) : "the manifest was overwritten"};
      } finally {
        sweep.remove();
      }
    }
  },
  {
    id: "journal-torn",
    group: "storage",
    injected: "a journal whose last line is half written, and raw files that no step speaks of",
    expected: "passed over; complete points stay",
    shows: /read: 2 ok; resumed: 0 measured/,
    run: () =>
      spoiled((folder) => {
        mkdirSync(join(folder, ".work/raw/bf16-i64-o16-c1#1"), {recursive: true});
        writeFileSync(join(folder, ".work/raw/bf16-i64-o16-c1#1/result.json"), "{");
        writeFileSync(join(folder, ".work/journal.jsonl"), `{"folder":"points/x/1","raw":`);
      })
  }
];
