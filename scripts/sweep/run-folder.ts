import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {basename, join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {
  manifestSchema,
  type Manifest,
  type ManifestFile,
  type ManifestPoint,
  type ManifestServer
} from "../../loaders/manifest.js";
import {upgraded} from "../../loaders/manifest-versions.js";
import {redact, type KnownSecret} from "../../loaders/redact.js";
import {prepareForStore, readVerified} from "../../loaders/store.js";
import {Problem} from "../../src/model/problem.js";
import {keepOriginal} from "../runs/original.js";
import {Journal} from "./journal.js";

/** A file as a tool wrote it, waiting to be stored. */
export interface RawFile {
  /** In the folder of raw files. */
  readonly name: string;
  readonly role: ManifestFile["role"];
}

/** One step of a run: what is added to the manifest, and the raw files that go with it. */
export interface Commit {
  /** Folder under the run's, new: points/<point>/<repeat>, servers/<server>/end. */
  readonly folder: string;
  /** Folder of the raw files, under .work/raw. */
  readonly raw: string;
  readonly files: readonly RawFile[];
  readonly server: string | null;
  readonly point: ManifestPoint | null;
  /** Added or replaced by name. */
  readonly serverEntry: ManifestServer | null;
  /** The runner's own account of this step, put under `runner.points` or `runner.servers`. */
  readonly account: Readonly<Record<string, unknown>> | null;
}

type Writer = (path: string, bytes: Uint8Array) => void;

/** What the runner adds to the manifest for itself. */
export interface RunnerAccount {
  points: Record<string, unknown>[];
  servers: Record<string, unknown>[];
  [key: string]: unknown;
}

/**
 * The folder of one run, always in a state that a loader can read: files come in by a rename of their whole folder,
 * then the manifest is replaced by a new one. A step counts as done once it is in the journal: killed after that, the
 * next open() finishes it from the raw files; killed before, nothing of it is there.
 */
export class RunFolder {
  private readonly journal: Journal<Commit>;
  readonly work: string;
  private readonly secrets: readonly KnownSecret[];
  private readonly write: Writer;

  private constructor(
    readonly path: string,
    readonly manifest: Manifest,
    options: {secrets: readonly KnownSecret[]; write?: Writer}
  ) {
    this.work = join(path, ".work");
    mkdirSync(join(this.work, "raw"), {recursive: true});
    this.journal = new Journal(join(this.work, "journal.jsonl"));
    this.secrets = options.secrets;
    this.write = options.write ?? writeFileSync;
  }

  /** Opens the run's folder: a new one, or one that a runner has left, whose unfinished steps are finished first. */
  static open(path: string, fresh: Manifest, options: {secrets: readonly KnownSecret[]; write?: Writer}): RunFolder {
    mkdirSync(path, {recursive: true});
    keepOriginal(path);
    const folder = new RunFolder(path, readManifest(path) ?? fresh, options);
    folder.recover();
    folder.writeManifest();
    return folder;
  }

  get account(): RunnerAccount {
    return this.manifest.runner as RunnerAccount;
  }

  /** A new empty folder for raw files. */
  rawFolder(name: string): string {
    const path = join(this.work, "raw", name);
    rmSync(path, {recursive: true, force: true});
    mkdirSync(path, {recursive: true});
    return path;
  }

  /** From here on the step is done, whatever happens to this process. */
  record(commit: Commit): void {
    this.journal.append(commit);
  }

  /** Stores a recorded step's files and puts it into the manifest. */
  store(commit: Commit): void {
    const raw = join(this.work, "raw", commit.raw);
    const stage = join(this.work, "stage");
    rmSync(stage, {recursive: true, force: true});
    mkdirSync(stage, {recursive: true});
    const entries = commit.files.flatMap((file) => this.stage(commit, file, raw, stage));
    const target = join(this.path, commit.folder);
    rmSync(target, {recursive: true, force: true}); // not in the manifest: the rest of a step cut short
    mkdirSync(join(target, ".."), {recursive: true});
    if (entries.length > 0) renameSync(stage, target);
    this.apply(commit, entries);
    this.writeManifest();
    rmSync(raw, {recursive: true, force: true});
  }

  writeManifest(): void {
    const text = `${JSON.stringify(redacted(this.manifest, this.secrets), null, 1)}\n`;
    writeFileAtomic.sync(join(this.path, "manifest.json"), text);
  }

  /** Leaves nothing but what the manifest lists; the lock is released before. Raw files of an unfinished step stay. */
  static tidy(path: string): void {
    const work = join(path, ".work");
    const unfinished = existsSync(join(work, "raw")) && readdirSync(join(work, "raw")).length > 0;
    if (!unfinished) rmSync(work, {recursive: true, force: true});
  }

  /** Raw folders that no recorded step speaks of: what was under way when a runner was killed. */
  orphans(): string[] {
    const folder = join(this.work, "raw");
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  /**
   * Takes points out of the manifest whose result is not there as it was stored: a complete point is known by its
   * content. They count as not measured from then on.
   */
  dropDamaged(): {readonly point: string; readonly repeat: number; readonly why: string}[] {
    const {manifest} = this;
    const damaged = manifest.points
      .filter((each) => each.status === "ok")
      .flatMap(({point, repeat}) => {
        const files = manifest.files.filter((file) => file.point === point && file.repeat === repeat);
        const why = files.some((file) => file.role === "result") ? this.damageOf(files) : "it has no result file";
        return why === null ? [] : [{point, repeat, why}];
      });
    if (damaged.length === 0) return [];
    const isDamaged = (each: {readonly point: string | null; readonly repeat: number | null}): boolean =>
      damaged.some(({point, repeat}) => each.point === point && each.repeat === repeat);
    manifest.points = manifest.points.filter((each) => !isDamaged(each));
    manifest.files = manifest.files.filter((each) => !isDamaged(each));
    this.writeManifest();
    return damaged;
  }

  private damageOf(files: readonly ManifestFile[]): string | null {
    for (const file of files) {
      try {
        readVerified(this.path, file);
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    }
    return null;
  }

  private recover(): void {
    const stored = new Set(this.manifest.files.map((file) => file.path.split("/").slice(0, -1).join("/")));
    for (const commit of this.journal.read()) {
      const there = existsSync(join(this.work, "raw", commit.raw));
      if (!stored.has(commit.folder) && there) this.store(commit);
    }
    this.journal.clear();
  }

  private stage(commit: Commit, file: RawFile, raw: string, stage: string): ManifestFile[] {
    const source = join(raw, file.name);
    if (!existsSync(source)) return [];
    const {stored, entry} = prepareForStore(readFileSync(source), file.role, this.secrets);
    const name = `${basename(file.name)}.gz`;
    this.write(join(stage, name), stored);
    return [
      {
        path: `${commit.folder}/${name}`,
        role: file.role,
        server: commit.server,
        // What a failed measurement left is evidence, not data of the point, which may yet be measured.
        point: commit.point?.status === "ok" ? commit.point.point : null,
        repeat: commit.point?.status === "ok" ? commit.point.repeat : null,
        ...entry
      }
    ];
  }

  private apply(commit: Commit, files: readonly ManifestFile[]): void {
    const {manifest, account} = this;
    manifest.files.push(...files);
    if (commit.serverEntry) {
      const at = manifest.servers.findIndex((each) => each.server === commit.serverEntry!.server);
      if (at === -1) manifest.servers.push(commit.serverEntry);
      else manifest.servers[at] = commit.serverEntry;
    }
    if (commit.point) {
      const {point, repeat} = commit.point;
      const at = manifest.points.findIndex((each) => each.point === point && each.repeat === repeat);
      if (at === -1) manifest.points.push(commit.point);
      else manifest.points[at] = commit.point; // a failed measurement made good
    }
    if (commit.account) (commit.point ? account.points : account.servers).push({...commit.account});
  }
}

/** The manifest of a run folder; null when there is none, a Problem when it is not one. */
export function readManifest(path: string): Manifest | null {
  let text: string;
  try {
    text = readFileSync(join(path, "manifest.json"), "utf8");
  } catch {
    return null;
  }
  const parsed = manifestSchema.safeParse(upgraded(parseJson(text), join(path, "manifest.json")));
  if (parsed.success) return parsed.data;
  throw new Problem("not a manifest of a run", {
    where: join(path, "manifest.json"),
    value: parsed.error.issues[0]?.message,
    remedy: "move the folder away, or give another --run name"
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Identifying strings out of every text of the manifest; hashes and names stay. */
export function redacted(value: unknown, secrets: readonly KnownSecret[]): unknown {
  if (typeof value === "string") return /^[0-9a-f]{64}$/.test(value) ? value : redact(value, secrets).text;
  if (Array.isArray(value)) return value.map((inner) => redacted(inner, secrets));
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redacted(inner, secrets)]));
  }
  return value;
}
