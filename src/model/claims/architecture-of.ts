import type {Dataset, ModelEntry} from "../dataset.js";
import {parseArchitecture, type Architecture} from "../physics/architecture.js";
import {Missing} from "./missing.js";

const parsed = new WeakMap<ModelEntry, Architecture>(); // claims are judged again at each move of a control

/** The model that goes by this name, or this id, in runs and articles. */
export function modelOf(dataset: Dataset, name: string): ModelEntry {
  const entry = dataset.models.find((model) => model.id === name || model.names.includes(name));
  if (entry === undefined) throw new Missing({en: `no config.json of ${name}`, zh: `没有 ${name} 的 config.json`});
  return entry;
}

/** Its shapes. */
export function architectureOf(dataset: Dataset, name: string): Architecture {
  const model = modelOf(dataset, name);
  const known = parsed.get(model);
  if (known !== undefined) return known;
  const architecture = parseArchitecture(model);
  parsed.set(model, architecture);
  return architecture;
}
