import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {Manifest, ManifestFile} from "../../loaders/manifest.js";
import {readManifest} from "../../loaders/manifest-file.js";
import {readStored, prepareForStore} from "../../loaders/store.js";
import {pageEn, pageZh, type NewStudy} from "../../scripts/new/files.js";
import {realRuns} from "../../loaders/testing/real.js";

/** An element of this name stands in a page only if a payload was taken for HTML. */
export const mark = "x-planted";

/**
 * A text that runs, or leaves its mark, wherever one of these is forgotten: HTML content and attributes of either quote,
 * scripts, styles, titles and comments, SVG, template literals, Markdown, a formula. It starts as a spreadsheet's formula.
 */
export function payload(field: string): string {
  return (
    `=${field}"'><${mark}></${mark}><img src=x onerror=planted()><svg onload=planted()></svg>` +
    `</title></style></textarea></script>--><script>planted()</script>]]>` +
    "`${planted()}${planted`1`}{{planted()}} [a](javascript:planted()) <a href=javascript:planted()>a</a> \\u003cscript>" +
    "\n```js\nplanted()\n```\n<!--"
  );
}

/** Members whose value chooses a path or a format: what is not one of the known values is refused, with a message. */
const structural =
  /^(?:schema|run|kind|created_utc|origin|clock_source|server|status|weights|load|path|role|encoding|sha256|stored_sha256|point|dropped|precision|gpu)$/;

/** A value with a payload in place of every text, and beside every name where names are free. */
function poisoned(value: unknown, field = ""): unknown {
  if (typeof value === "string") return structural.test(field) ? value : payload(field);
  if (Array.isArray(value)) return value.map((inner) => poisoned(inner, field));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, poisoned(inner, key)]));
}

/** What is null in a real manifest and may be a text. */
const texts = {problem: "x", command: ["x", "x"], fingerprint: "x", environment: {VLLM_USE_V1: "x"}};

/**
 * Writes runs that hold a payload in every text of every file: one on a board that is known, so that it is drawn in all
 * figures, and one of which nothing is known.
 */
export function writeHostileRuns(runsDir: string): void {
  const source = "h100-llama-3.1-8b";
  const {manifest} = readManifest(realRuns, source);
  for (const known of [true, false]) {
    const run = known ? "known-board" : "unknown-board";
    mkdirSync(join(runsDir, run), {recursive: true});
    const points = manifest.points.filter(({point}) => /c1$|c4$|c16$|i8192/.test(point));
    const files = manifest.files
      .filter((file) => file.point === null || points.some(({point}) => point === file.point))
      .map((file): ManifestFile => {
        const text = readStored(join(realRuns, source), file).toString("utf8");
        const {stored, entry} = prepareForStore(Buffer.from(poisonedFile(text, file)), file.role);
        writeFileSync(join(runsDir, run, file.path), stored);
        return {...file, ...entry};
      });
    const hostile = poisoned({
      ...manifest,
      servers: manifest.servers.map((server) => ({
        ...server,
        ...texts,
        ...(known ? {} : {gpu: payload("gpu"), precision: payload("precision"), status: "failed"})
      })),
      points: points.map((point, i) => ({...point, ...texts, ...(i === 0 && !known ? {status: "failed"} : {})})),
      spec: {name: "x", notes: ["x"], servers: {x: {flags: {x: "x"}}}},
      client: {name: "x", version: "x", calibration: null},
      left_out: [{path: "x.bin", bytes: 1, sha256: "0".repeat(64), why: "x"}],
      runner: {points: [{point: "x", note: "x"}], servers: [{server: "x", x: "x"}], hosts: [{name: "x"}]}
    }) as Manifest;
    writeFileSync(join(runsDir, run, "manifest.json"), JSON.stringify({...hostile, run, files}));
  }
}

/** Adds a study to a tree whose own texts, prices and claims are payloads. */
export function writeHostileStudy(tree: string): void {
  const own = (field: string): {en: string; zh: string} => ({en: payload(field), zh: payload(`${field}-zh`)});
  const study = {
    title: own("title"),
    question: own("question"),
    model: "qwen2.5-7b",
    gpus: ["h100-80gb-sxm", "l40s"],
    load: {input_tokens: 2048, output_tokens: 512, concurrency: [1, 4]},
    prices: [
      {
        gpu: "l40s",
        price_per_gpu_h: 1,
        currency: "USD",
        basis: payload("basis"),
        source: payload("source"),
        date: "2026-01-31"
      }
    ]
  };
  const claim = {
    id: "planted",
    says: own("says"),
    metric: "tpot_p50_ms",
    from: "points",
    where: {concurrency: 1},
    aggregate: "min",
    relation: "<",
    than: {value: 1000, unit: "ms"},
    note: own("note"),
    settles: own("settles")
  };
  writeFileSync(join(tree, "data/studies/planted.yaml"), JSON.stringify(study));
  writeFileSync(join(tree, "data/claims/planted.yaml"), JSON.stringify({claims: [claim]}));
  for (const [folder, page] of [
    ["src/studies", pageEn],
    ["src/zh/studies", pageZh]
  ] as const) {
    mkdirSync(join(tree, folder), {recursive: true});
    writeFileSync(join(tree, folder, "planted.md"), page({name: "planted", title: payload("page-title")} as NewStudy));
  }
  writeFileSync(join(tree, "sweepbook.yaml"), "study: [gpu-selection, planted]\n");
}

function poisonedFile(text: string, {role}: Pick<ManifestFile, "role">): string {
  const line = payload(role).replaceAll("\n", " ");
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- all others are free text
  switch (role) {
    case "result": {
      const result = JSON.parse(text) as Record<string, unknown>;
      const errors = result["errors"] as string[] | undefined;
      // The last request fails, with what the server answered.
      if (errors !== undefined) errors[errors.length - 1] = payload("error");
      const free = ["model_id", "tokenizer_id", "backend", "endpoint_type", "label", "gpu", "weights"];
      return JSON.stringify({...result, ...Object.fromEntries(free.map((name) => [name, payload(name)]))});
    }
    case "nvidia-smi-q":
      return text.replace(
        /^(\s*(?:Product \w+|Driver Version|CUDA Version|VBIOS Version)\s*: ).*$/gm,
        `$1${line.replaceAll("$", "$$$$")}`
      );
    case "server-log":
      return `${text}\nERROR 11-24 05:13:53 [core.py:1] CUDA error: ${line}\nUsing ${line} backend\n`;
    case "telemetry":
      return `${text.trimEnd()}\n${line}\n`;
    case "metrics-before":
    case "metrics-after":
      return text.replace(
        /model_name="[^"]*"/g,
        () => `model_name="${line.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`
      );
    case "model-config":
      return JSON.stringify(poisoned(JSON.parse(text)));
    case "points-log":
      return text;
    default:
      return `${text}\n${line}\n`;
  }
}

/** Files of other tools, each with its model and other free texts replaced, as they would be chosen on a page. */
export function hostileForeign(folder: string): string[] {
  const fixtures = "src/model/interchange/fixtures";
  const sources = [
    "schema-only/agg_bmk.json",
    "schema-only/rust-vllm-bench.json",
    "schema-only/br-v0.2.json",
    "schema-only/aiperf-aggregate.json",
    "inference-perf/stage_0_lifecycle_metrics.json",
    "aiperf/concurrency_4/profile_export_aiperf.json"
  ];
  mkdirSync(folder, {recursive: true});
  const names =
    /^(?:model|model_id|tokenizer_id|hw|framework|image|name|label|date|hardware|precision|tool_version|aiperf_version|error|error_message|model_names|names)$/i;
  const planted = (value: unknown, key = ""): unknown => {
    if (typeof value === "string") return names.test(key) ? payload(key) : value;
    if (Array.isArray(value)) return value.map((inner) => planted(inner, key));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([inner, held]) => [inner, planted(held, inner)]));
  };
  return sources.map((source, i) => {
    const file = join(folder, `${i}'"><${mark}>=1.json`);
    writeFileSync(file, JSON.stringify(planted(JSON.parse(readFileSync(join(fixtures, source), "utf8")))));
    return file;
  });
}
