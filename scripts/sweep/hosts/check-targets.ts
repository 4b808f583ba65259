import type {YamlIssue} from "../../../loaders/yaml-issue.js";
import type {Path} from "../../../loaders/yaml-source.js";
import type {SpecTarget} from "../spec.js";

/** The rules between the fields that say how targets are reached. */
export function checkTargets(entries: readonly (readonly [string, SpecTarget])[]): YamlIssue[] {
  return [...entries.flatMap(([id, target]) => reach(target, ["targets", id])), ...sameGpus(entries)];
}

/** Fields that only one way of reaching a host has a use for. */
function reach(target: SpecTarget, path: Path): YamlIssue[] {
  const {via = "local", container} = target;
  const issues: YamlIssue[] = [];
  const only = (field: keyof SpecTarget, ways: readonly string[]): void => {
    if (target[field] === undefined || ways.includes(via)) return;
    issues.push({path: [...path, field], rule: `is for via: ${ways.join(" or ")}`, value: via});
  };
  for (const field of ["host", "ssh_config", "folder", "node", "container"] as const) only(field, ["ssh", "slurm"]);
  only("slurm", ["slurm"]);
  if (via === "ssh" && target.host === undefined)
    issues.push({path, rule: "via: ssh needs a host", remedy: "give host: a name that `ssh NAME` connects to"});
  if (via === "slurm" && target.port !== undefined)
    issues.push({
      path: [...path, "port"],
      rule: "is chosen on the node: two jobs of one node need two ports",
      value: target.port,
      remedy: "leave it out"
    });
  if (via === "slurm" && target.environment?.["CUDA_VISIBLE_DEVICES"] !== undefined)
    issues.push({
      path: [...path, "environment", "CUDA_VISIBLE_DEVICES"],
      rule: "is set by Slurm",
      remedy: "leave it out; slurm.gres chooses the kind of GPU"
    });
  if (via === "ssh" && container?.kind === "pyxis")
    issues.push({path: [...path, "container", "kind"], rule: "pyxis is a part of Slurm", remedy: "use apptainer"});
  return issues;
}

/** Two ssh targets of one host measure at the same time: their GPUs must differ. */
function sameGpus(entries: readonly (readonly [string, SpecTarget])[]): YamlIssue[] {
  const taken = new Map<string, string>();
  return entries.flatMap(([id, {via, host = "", environment}]) => {
    if (via !== "ssh") return [];
    const gpus = String(environment?.["CUDA_VISIBLE_DEVICES"] ?? "all").split(",");
    const clash = [...taken].find(
      ([key]) =>
        key.startsWith(`${host} `) &&
        (gpus.includes("all") || key === `${host} all` || gpus.some((gpu) => key === `${host} ${gpu}`))
    );
    for (const gpu of gpus) taken.set(`${host} ${gpu}`, id);
    return clash === undefined
      ? []
      : [
          {
            path: ["targets", id],
            rule: `measures on the GPUs of target ${clash[1]} at the same time`,
            remedy: "give each its own: environment: {CUDA_VISIBLE_DEVICES: 0} and {CUDA_VISIBLE_DEVICES: 1}"
          }
        ];
  });
}
