import type {Scenario} from "../article.js";
import type {DeploymentTarget} from "./artefacts.js";

/** Ways to run that the report offers for a scenario of the article, the one it speaks of first. */
export function offersOf({around_it, recommends}: Scenario): readonly DeploymentTarget[] {
  const around = [around_it, recommends["around_it"]].flat().filter((item) => typeof item === "string");
  if (around.some((item) => /KServe|Kubernetes/.test(item))) return ["kserve", "slurm"];
  return around.some((item) => /nginx/.test(item)) ? ["compose", "vllm", "slurm"] : ["vllm"];
}
