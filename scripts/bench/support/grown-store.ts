import {linkSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {packed} from "../../../loaders/encoding.js";
import type {ManifestFile} from "../../../loaders/manifest.js";
import {readManifest} from "../../../loaders/manifest-file.js";
import {sha256} from "../../../loaders/sha256.js";
import {realResult} from "./real-result.js";

const runsDir = "data/runs";
const run = "h100-bf16";
const point = "i2048-o512-c128";

/** So many different results, which the points of a store share by links: as much to read as if each had its own. */
const variants = 8;

/** Runs made of one real point of 768 requests, with its server's log, telemetry and metrics. */
export class GrownStore {
  private readonly files: {path: string; entry: Pick<ManifestFile, "sha256" | "stored_bytes" | "stored_sha256">}[] = [];
  private readonly manifest = readManifest(runsDir, run).manifest;
  /** Of one result before compression. */
  readonly plainBytes: number;

  constructor(
    folder: string,
    readonly pointsEach: number
  ) {
    const {stored} = realResult();
    this.plainBytes = stored.length;
    const parts = join(folder, "parts");
    mkdirSync(parts, {recursive: true});
    const whole = JSON.parse(stored.toString()) as Record<string, unknown>;
    for (let k = 0; k < variants; k++) {
      const text = JSON.stringify(
        Object.fromEntries(
          Object.entries(whole).map(([key, value]) => [key, Array.isArray(value) ? turned(value, 7 * k) : value])
        )
      );
      // As Python writes it.
      const plain = Buffer.from(text.replaceAll(",", ", ").replaceAll('":', '": '));
      const bytes = packed(plain, "gzip");
      const path = join(parts, `${k}.json.gz`);
      writeFileSync(path, bytes);
      this.files.push({path, entry: {sha256: sha256(plain), stored_bytes: bytes.length, stored_sha256: sha256(bytes)}});
    }
  }

  /** Adds runs below `runs` until there are so many. */
  grow(runs: string, have: number, want: number): void {
    for (let i = have; i < want; i++) this.add(runs, `grown-${String(i + 1).padStart(4, "0")}`);
  }

  private add(runs: string, name: string): void {
    const folder = join(runs, name);
    mkdirSync(folder, {recursive: true});
    const {manifest} = this;
    const one = manifest.points.find((each) => each.point === point)!;
    const result = manifest.files.find((each) => each.role === "result" && each.point === point)!;
    const shared = manifest.files.filter(
      (each) => each.point === null || (each.point === point && each.role !== "result")
    );
    for (const {path} of shared) writeFileSync(join(folder, path), readFileSync(join(runsDir, run, path)));
    const files = Array.from({length: this.pointsEach}, (_, i): ManifestFile => {
      const {path: from, entry} = this.files[i % variants]!;
      const path = `result-${i + 1}.json.gz`;
      linkSync(from, join(folder, path));
      return {...result, ...entry, path, repeat: i + 1};
    });
    const points = files.map((_, i) => ({...one, repeat: i + 1}));
    // The manifest comes last, as a runner writes it.
    writeFileSync(
      join(folder, "manifest.json"),
      JSON.stringify({...manifest, run: name, points, files: [...shared, ...files]})
    );
  }
}

/** A list that begins with another of its items. */
function turned(list: readonly unknown[], by: number): unknown[] {
  return [...list.slice(by), ...list.slice(0, by)];
}
