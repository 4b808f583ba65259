import type {Artefact} from "./artefact.js";
import {composeFiles} from "./compose-files.js";
import type {Deployment} from "./deployment.js";
import type {Expectation} from "./expectation.js";
import {expectedFiles} from "./expected-files.js";
import {kserveFiles} from "./kserve-files.js";
import {monitoringFiles} from "./monitoring-files.js";
import {slurmFiles} from "./slurm-files.js";
import {vllmFiles} from "./vllm-files.js";

/** Ways to run a deployment. */
export const deploymentTargets = ["vllm", "compose", "kserve", "slurm"] as const;

export type DeploymentTarget = (typeof deploymentTargets)[number];

/** Every file of a deployment for one way to run it, with what to expect and how to watch it. */
export function artefacts(deployment: Deployment, expected: Expectation | null, target: DeploymentTarget): Artefact[] {
  const own = {
    vllm: () => vllmFiles(deployment),
    compose: () => composeFiles(deployment, expected),
    kserve: () => kserveFiles(deployment),
    slurm: () => slurmFiles(deployment)
  }[target]();
  return [...own, ...monitoringFiles(deployment, expected, target), ...expectedFiles(deployment, expected)];
}
