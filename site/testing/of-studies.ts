import {readFileSync} from "node:fs";
import {loadHardware} from "../../loaders/hardware.js";
import {loadModels} from "../../loaders/models.js";
import {loadStudy} from "../../loaders/study.js";

const families = ["qwen", "llama", "mistral", "mixtral", "deepseek"];

/** What code must not name: boards, models, and the article by its id, its study and its place. */
export function namesOfStudies(): string[] {
  const boards = loadHardware(".").flatMap(({gpu, name}) => [
    gpu,
    name,
    gpu.split("-").find((part) => /\d/.test(part)) ?? gpu
  ]);
  const models = loadModels(".").flatMap(({id, names: known}) => [id, ...known]);
  const study = loadStudy(".", "gpu-selection");
  const facts = readFileSync(`${study.source}/facts.yaml`, "utf8");
  const id = /^ {2}id: (\S+)$/m.exec(facts)![1]!;
  return [
    ...new Set([...boards, ...models, ...families, study.name, study.source!, id].map((name) => name.toLowerCase()))
  ];
}

/** Finds those names in a text, as words; data/article.json is a file of every site. */
export function ofStudies(): RegExp {
  const any = namesOfStudies().map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![a-z0-9])(?:${any.join("|")})(?![a-z0-9]|\\.json)`, "gi");
}
