import {existsSync, readFileSync, statSync} from "node:fs";
import {join} from "node:path";
import {parse} from "yaml";
import {z} from "zod";
import {Problem} from "../../src/model/problem.js";
import {embeddedFiles, embeddedText} from "../embedded.js";

const namesSchema = z.record(z.string(), z.array(z.string()));

/**
 * config.json of the model to play: from the path when one is given, from the model's folder, else from data/models
 * by any name it goes by. Null when there is none.
 */
export function modelConfig(names: readonly string[], path: string | undefined): unknown {
  const folder = path ?? names.find((name) => existsSync(name));
  if (folder === undefined) return knownConfig(names);
  const isFolder = statSync(folder, {throwIfNoEntry: false})?.isDirectory() === true;
  const file = isFolder ? join(folder, "config.json") : folder;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Problem("cannot read the model's config", {value: file, error});
  }
}

function knownConfig(wanted: readonly string[]): unknown {
  const models = namesSchema.parse(parse(embeddedText("data/models/names.yaml")));
  for (const [id, aliases] of Object.entries(models)) {
    if (!wanted.some((name) => name === id || aliases.includes(name))) continue;
    const path = embeddedFiles.find((file) => file === `data/models/${id}.json`);
    if (path !== undefined) return JSON.parse(embeddedText(path));
  }
  return null;
}
