import {existsSync, readFileSync} from "node:fs";
import {isDeepStrictEqual} from "node:util";
import {nearest} from "../../loaders/nearest.js";
import {loadStructures} from "../../loaders/structures.js";
import type {ModelEntry} from "../../src/model/dataset.js";
import {parseArchitecture} from "../../src/model/physics/architecture.js";
import {described} from "../../src/model/physics/structure.js";
import {parsePrecision, type Precision} from "../../src/model/physics/precision.js";
import {Problem} from "../../src/model/problem.js";

/** The model of a new study: one that is known, or one to be put among them. */
export interface WantedModel {
  /** Name of its file in data/models, without .json. */
  readonly id: string;
  /** The name under which a server serves it. */
  readonly served: string;
  /** Its config.json, where it is new. */
  readonly config: unknown;
  readonly isNew: boolean;
}

/** GPUs that serve as one. */
export interface WantedGpus {
  readonly gpu: string;
  readonly gpus: number;
}

/** Reads --model: an id of data/models, or the path of a config.json; a structure that is not counted is refused by name. */
export function wantedModel(given: string, known: readonly ModelEntry[]): WantedModel {
  const entry = known.find(({id, names}) => id === given || names.includes(given));
  if (entry !== undefined) return {id: entry.id, served: entry.names[0] ?? entry.id, config: null, isNew: false};
  if (!existsSync(given))
    throw new Problem("neither a model of data/models nor a file", {
      value: given,
      remedy: `give a config.json, or one of ${known.map(({id}) => id).join(", ")}`
    });
  let config: unknown;
  try {
    config = JSON.parse(readFileSync(given, "utf8"));
  } catch (error) {
    throw new Problem("not JSON", {where: given, error});
  }
  try {
    parseArchitecture(described(config, loadStructures(".")));
  } catch (error) {
    if (error instanceof Problem) throw new Problem(error.message, {where: given});
    throw error;
  }
  const same = known.find((one) => isDeepStrictEqual(one.config, config));
  if (same !== undefined) return {id: same.id, served: same.names[0] ?? same.id, config: null, isNew: false};
  const path = (config as Record<string, unknown>)["_name_or_path"];
  const served = typeof path === "string" && path.trim() !== "" ? path.trim() : nameOfFile(given);
  const id = served
    .split("/")
    .at(-1)!
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, "-")
    .replace(/^-+|-+$/g, "");
  if (id === "" || known.some((one) => one.id === id))
    throw new Problem("another model of this name is in data/models", {
      where: given,
      value: id,
      remedy: "name the file after the model, and leave _name_or_path out"
    });
  return {id, served, config, isNew: true};
}

/** "llama-3.1-8b" of llama-3.1-8b.json, and of llama-3.1-8b/config.json. */
function nameOfFile(path: string): string {
  const parts = path.split(/[/\\]/);
  const name = parts.at(-1)!.replace(/\.json$/, "");
  return name === "config" ? (parts.at(-2) ?? name) : name;
}

/** Reads --gpus: "h100-80gb-sxm,4xl40s". */
export function wantedGpus(given: string, known: readonly string[]): WantedGpus[] {
  return given.split(",").map((part) => {
    const [, count = "1", gpu] = /^\s*(?:(\d{1,3})x)?([a-z0-9][a-z0-9.-]*)\s*$/.exec(part) ?? [];
    if (gpu === undefined || Number(count) < 1)
      throw new Problem("not a GPU", {value: part, remedy: "write h100-80gb-sxm, or 4xh100-80gb-sxm for four as one"});
    if (!known.includes(gpu)) {
      const meant = nearest(gpu, known);
      const remedy = meant === null ? `known: ${known.join(", ")}` : `did you mean ${meant}?`;
      throw new Problem("no such GPU in data/hardware.yaml", {value: gpu, remedy});
    }
    return {gpu, gpus: Number(count)};
  });
}

/** Reads --precisions: "bf16,fp8". */
export function wantedPrecisions(given: string): Precision[] {
  return given.split(",").map((part) => parsePrecision(part.trim()));
}

/** Reads a list of whole numbers: "1,4,16". */
export function wantedCounts(given: string): number[] {
  return given.split(",").map((part) => {
    const n = Number(part.trim());
    if (!Number.isSafeInteger(n) || n < 1) throw new Problem("not a whole number from 1", {value: part});
    return n;
  });
}
