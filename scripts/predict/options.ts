import {readFileSync} from "node:fs";
import {InvalidArgumentError} from "commander";
import {Problem} from "../../src/model/problem.js";
import type {ModelEntry} from "../../src/model/dataset.js";
import {loadStructures} from "../../loaders/structures.js";
import {described} from "../../src/model/physics/structure.js";
import {parseArchitecture, type Architecture} from "../../src/model/physics/architecture.js";
import {parsePrecision, type Precision} from "../../src/model/physics/precision.js";
import type {HardwareRow} from "../../src/model/tables/hardware.js";

const most = 1_000_000;

/** Parses an option as a whole number from 1 to a million. */
export function count(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > most) {
    throw new InvalidArgumentError(`not a whole number from 1 to ${most}.`);
  }
  return value;
}

/** Parses an option as whole numbers with commas between them. */
export function counts(text: string): number[] {
  return text.split(",").map((part) => count(part.trim()));
}

/** Parses an option as positive numbers with commas between them. */
export function rates(text: string): number[] {
  return text.split(",").map((part) => {
    const value = Number(part);
    if (part.trim() === "" || !(value > 0 && value < 1e6))
      throw new InvalidArgumentError("not a positive number of requests a second.");
    return value;
  });
}

/** Parses an option as a share above 0, at most 1. */
export function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError("not a share above 0 and up to 1.");
  return value;
}

/** The row of a GPU; throws a Problem that lists the known ones. */
export function gpuOf(hardware: readonly HardwareRow[], gpu: string): HardwareRow {
  const row = hardware.find((candidate) => candidate.gpu === gpu);
  if (row === undefined) {
    throw new Problem("no such GPU in data/hardware.yaml", {
      value: gpu,
      remedy: `known: ${hardware.map((known) => known.gpu).join(", ")}`
    });
  }
  return row;
}

/** A model to predict: its shapes, and its id where data/models holds the same shapes. */
export interface ModelChoice {
  readonly id: string | null;
  readonly arch: Architecture;
  /** Of the config: its quantization, else its torch_dtype. */
  readonly precision: Precision;
}

/** Reads a config.json by path, or by its id in data/models. Throws a Problem when it is neither, or is not counted. */
export function modelOf(models: readonly ModelEntry[], pathOrId: string): ModelChoice {
  const model = models.find(({id}) => id === pathOrId) ?? described(readConfig(pathOrId), loadStructures("."));
  const {config} = model;
  const arch = parseArchitecture(model);
  const shape = shapeOf(arch);
  const same = models.find((entry) => shapeOf(parseArchitecture(entry)) === shape);
  const dtype = typeof config === "object" && config !== null && "torch_dtype" in config ? config.torch_dtype : null;
  return {
    id: same?.id ?? null,
    arch,
    precision: arch.quantization?.precision ?? (dtype === "float16" ? "fp16" : "bf16")
  };
}

/** Precision asked for, or the model's own; throws a Problem when the checkpoint is quantized otherwise. */
export function precisionOf({arch, precision}: ModelChoice, asked: string | undefined): Precision {
  if (asked === undefined) return precision;
  const parsed = parsePrecision(asked);
  const own = arch.quantization?.precision ?? null;
  if (own !== null && own !== parsed) {
    throw new Problem("the model's quantization_config says another precision", {
      value: `${parsed}, config.json: ${own}`,
      remedy: "leave --precision out, or give the config.json of the other checkpoint"
    });
  }
  return parsed;
}

/** Everything that decides speed and memory, but the quantization and the longest context. */
function shapeOf(arch: Architecture): string {
  return JSON.stringify({...arch, quantization: null, maxPositions: 0});
}

function readConfig(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new Problem("no such model", {
      value: path,
      remedy: "give an id in data/models or the path of a config.json",
      error
    });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Problem("not JSON", {where: path, error});
  }
}
