import {textOf, type Artefact} from "./artefact.js";
import {vllmVersion, type Deployment} from "./deployment.js";
import {checkpointOf, serveArguments, shellWord} from "./serve-arguments.js";

/** A job array: one task a replica, each on its own cards and port, addresses written where a proxy can read them. */
export function slurmFiles(deployment: Deployment): Artefact[] {
  const {name, replicas, tensor_parallel: tp} = deployment;
  const words = serveArguments(deployment, checkpointOf(deployment)).map(shellWord);
  return [
    {
      path: "slurm/serve.sbatch",
      comment: [],
      content: textOf([
        "#!/bin/bash",
        `# ${replicas} x ${deployment.model.name} with vLLM ${vllmVersion}. Addresses of the replicas: endpoints/`,
        "#   sbatch serve.sbatch                       with the cluster's own defaults",
        "#   sbatch -p PARTITION -A ACCOUNT serve.sbatch",
        `#SBATCH --job-name=${name}`,
        `#SBATCH --array=0-${replicas - 1}`,
        "#SBATCH --nodes=1",
        "#SBATCH --ntasks=1",
        `#SBATCH --gres=gpu:${tp}`,
        "#SBATCH --output=serve-%A_%a.log",
        "#SBATCH --requeue",
        "#SBATCH --signal=B:TERM@60",
        "set -euo pipefail",
        "# Two replicas may share a node: each takes a port of its own.",
        "port=$(( ${PORT:-8000} + SLURM_ARRAY_TASK_ID ))",
        "mkdir -p endpoints",
        'endpoint="endpoints/${SLURM_ARRAY_TASK_ID}.json"',
        `vllm ${words.join(" ")} --host 0.0.0.0 --port "$port" &`,
        "server=$!",
        `trap 'rm -f "$endpoint"; kill -TERM "$server"; wait "$server"' TERM INT`,
        'until curl -fsS "http://127.0.0.1:$port/health" >/dev/null 2>&1; do kill -0 "$server" || exit 1; sleep 2; done',
        // In the form of Prometheus' file_sd_configs, so that the scrape finds it; whole or not at all.
        `printf '[{"targets":["%s:%s"],"labels":{"service":"${name}"}}]\\n' "$(hostname -f)" "$port" > "$endpoint.part"`,
        'mv "$endpoint.part" "$endpoint"',
        'wait "$server"'
      ]),
      executable: true
    }
  ];
}
