import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import type {ModelEntry} from "../src/model/dataset.js";
import {described} from "../src/model/physics/structure.js";
import {Problem} from "../src/model/problem.js";
import {loadStructures} from "./structures.js";
import {loadToolCallParsers} from "./tool-call-parsers.js";
import {readYaml} from "./yaml.js";

const folder = "data/models";
const names = z.record(z.string(), z.array(z.string()));

/** Models of data/models by id, each with the names under which runs serve it, its id among them. */
export function loadModels(root: string): ModelEntry[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  const known = readYaml(join(path, "names.yaml"), names, `${folder}/names.yaml`);
  const structures = loadStructures(root);
  const parserOf = loadToolCallParsers(root);
  return readdirSync(path)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .map((file) => {
      const id = file.slice(0, -".json".length);
      try {
        const own = [...new Set([...(known[id] ?? []), id])];
        const config = JSON.parse(readFileSync(join(path, file), "utf8")) as unknown;
        return {id, names: own, tool_call_parser: parserOf(own), ...described(config, structures)};
      } catch (error) {
        throw new Problem("not JSON", {where: `${folder}/${file}`, error});
      }
    });
}
