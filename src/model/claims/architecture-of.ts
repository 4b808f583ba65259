import type {Dataset} from "../dataset.js";
import {parseArchitecture, type Architecture} from "../physics/architecture.js";
import {Missing} from "./missing.js";

const parsed = new WeakMap<object, Architecture>(); // claims are judged again at each move of a control

/** Shapes of the model that goes by this name in runs and articles. */
export function architectureOf(dataset: Dataset, name: string): Architecture {
  const entry = dataset.models.find((model) => model.id === name || model.names.includes(name));
  if (entry === undefined || typeof entry.config !== "object" || entry.config === null)
    throw new Missing({en: `no config.json of ${name}`, zh: `没有 ${name} 的 config.json`});
  const known = parsed.get(entry.config);
  if (known !== undefined) return known;
  const architecture = parseArchitecture(entry.config);
  parsed.set(entry.config, architecture);
  return architecture;
}
