import {mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {parseAt} from "../../loaders/border.js";
import {foreignFiles, loadForeign} from "../../loaders/foreign.js";
import {manifestSchema, safeName} from "../../loaders/manifest.js";
import {readSource} from "../ingest/source.js";
import {readResult} from "../../loaders/vllm-result.js";
import {splitResults} from "../../loaders/split-results.js";
import {parseSpec} from "../sweep/read-spec.js";
import {refusal, type Fault, type Seen} from "./fault.js";

async function inFolder(run: (folder: string) => Promise<string> | string): Promise<Seen> {
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-faults-"));
  const polluted = (): boolean => "polluted" in {};
  try {
    const seen = await run(folder);
    return {seen, damage: polluted() ? "Object.prototype has been changed" : null};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

const spec = (text: string) => (): Promise<Seen> => inFolder(() => refusal(() => parseSpec("t.yaml", text, {})));

const imported = (name: string, bytes: string | Uint8Array) => (): Promise<Seen> =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, name), bytes);
    const {rows, files} = await loadForeign([folder], {run: "r"});
    return `${rows.length} rows; ${files.map(({status, problem}) => `${status}: ${problem}`).join("; ")}`;
  });

const plain = `name: t
model: {name: Qwen/Qwen2.5-7B-Instruct}
targets: {laptop: {engine: simulated, gpu: h100-80gb-sxm}}
servers: {bf16: {}}
workloads: [{input_tokens: 64, output_tokens: 16}]
load: {concurrency: [1]}
`;

/** YAML in which each of nine names stands for ten of the one before. */
const bomb = `${Array.from(
  {length: 9},
  (_, i) =>
    `a${i}: &a${i} [${
      i === 0
        ? "x"
        : Array<string>(10)
            .fill(`*a${i - 1}`)
            .join(",")
    }]`
).join("\n")}\n${plain}`;

const path = (inner: string) => (): Promise<Seen> =>
  inFolder(() =>
    refusal(() =>
      parseAt(
        manifestSchema.shape.left_out,
        [{path: inner, bytes: 1, sha256: "0".repeat(64), why: "x"}],
        "manifest.json"
      )
    )
  );

/** Files and names that would break out, blow up or pollute. */
export const inputFaults: readonly Fault[] = (
  [
    [
      "path-traversal",
      "../../etc/passwd in a manifest",
      "refused: outside the run's folder",
      /must be a relative path inside/,
      path("../../etc/passwd")
    ],
    [
      "path-absolute",
      "/etc/passwd in a manifest",
      "refused: outside the run's folder",
      /must be a relative path inside/,
      path("/etc/passwd")
    ],
    [
      "run-name-traversal",
      "../x as the name of a run",
      "refused with the rule for names",
      /refused: .*must start with a letter/,
      () => inFolder(() => refusal(() => parseAt(safeName, "../x", "--name")))
    ],
    [
      "symlink-out",
      "links in a folder of results that lead out of it",
      "passed over by ingest and import",
      /^0 files, 0 files$/,
      () =>
        inFolder((folder) => {
          const results = join(folder, "results");
          mkdirSync(results);
          symlinkSync("/etc/passwd", join(results, "a.json"));
          symlinkSync("/etc", join(results, "b"));
          return `${readSource(results).length} files, ${foreignFiles([results]).length} files`;
        })
    ],
    [
      "yaml-aliases",
      "YAML whose aliases unfold to 10^9 values",
      "refused before it unfolds",
      /refused: .*(?:alias|Excessive)/i,
      spec(bomb)
    ],
    [
      "yaml-duplicate-key",
      "a key that stands twice in a spec",
      "refused with the line",
      /refused: t\.yaml.*(?:unique|twice|duplicate)/i,
      spec(`${plain}name: u\n`)
    ],
    [
      "spec-pollution",
      "__proto__ in a spec",
      "refused as an unknown field",
      /refused: .*(?:no such field|__proto__)/,
      spec(`${plain}__proto__: {polluted: true}\n`)
    ],
    [
      "spec-deep",
      "a spec nested 20,000 deep",
      "refused",
      /refused: t\.yaml/,
      spec(`${plain}notes: ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`)
    ],
    [
      "json-deep",
      "JSON nested 100,000 deep",
      "refused with the rule",
      /^0 rows; (?:damaged|unknown): .*(?:deep|nest)/,
      imported("a.json", `{"a":${"[".repeat(100_000)}`)
    ],
    [
      "json-pollution",
      "__proto__ and constructor in a result",
      "read as names like others, nothing inherited",
      /^0 rows; unknown/,
      imported("a.json", `{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}`)
    ],
    [
      "gzip-bomb",
      "1 GiB of spaces in 1 MB of gzip",
      "refused, with memory bounded",
      /^0 rows; (?:unknown|damaged): .*(?:32 MB|empty|nothing|deep)/,
      () => imported("a.json.gz", gzipSync(Buffer.alloc(2 ** 30, " "), {level: 9}))()
    ],
    [
      "gzip-cut",
      "a gzip file that is cut",
      "told, gives nothing",
      /^0 rows; damaged: a\.json\.gz/,
      imported("a.json.gz", gzipSync(readFileSync("package.json")).subarray(0, 200))
    ],
    [
      "huge-numbers",
      "1e400, NaN and numbers of 10,000 digits for measurements",
      "told as no numbers, never stored as one",
      /refused: a\.json/,
      () =>
        inFolder(() => {
          const text = `{"duration": 1e400, "completed": NaN, "ttfts": [${"9".repeat(10_000)}]}`;
          return refusal(() => {
            for (const piece of splitResults(text, "a.json")) {
              if ("problem" in piece) throw piece.problem;
              readResult(piece.value, "a.json");
            }
          });
        })
    ]
  ] as const
).map(([id, injected, expected, shows, run]) => ({id, group: "input" as const, injected, expected, shows, run}));
