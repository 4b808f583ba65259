import {textOf, type Artefact} from "./artefact.js";
import {vllmVersion, type Deployment} from "./deployment.js";
import {checkpointOf, serveArguments, shellWord} from "./serve-arguments.js";

/** A script for each replica's server on this machine: replica n takes the n-th group of cards and port 8000 + n. */
export function vllmFiles(deployment: Deployment): Artefact[] {
  const {tensor_parallel: tp, replicas} = deployment;
  const [verb = "serve", path = "", ...flags] = serveArguments(deployment, checkpointOf(deployment));
  const lines = [
    "set -euo pipefail",
    `replica=\${1:-0} # 0 to ${replicas - 1}`,
    `[[ $replica =~ ^[0-9]+$ ]] && (( replica < ${replicas} )) || { echo "not a replica from 0 to ${replicas - 1}: $replica" >&2; exit 2; }`,
    ...(replicas * tp === 1
      ? []
      : [`export CUDA_VISIBLE_DEVICES=$(seq -s, $(( replica * ${tp} )) $(( replica * ${tp} + ${tp - 1} )))`]),
    // A key in the environment is never on a command line, where other users of the machine could read it.
    '[[ -n "${VLLM_API_KEY:-}" ]] || echo "VLLM_API_KEY is not set: anyone who reaches the port may use the service" >&2',
    `exec vllm ${verb} ${shellWord(path)} \\`,
    ...pairs(flags).map((pair) => `  ${pair} \\`),
    `  --host "\${HOST:-127.0.0.1}" --port $(( \${PORT:-8000} + replica ))`
  ];
  return [
    {
      path: "vllm/serve.sh",
      comment: [
        `Serves ${deployment.model.name} with vLLM ${vllmVersion}.`,
        `bash serve.sh${replicas > 1 ? ` N     starts replica N of ${replicas}` : ""}`
      ],
      content: textOf(lines),
      executable: true
    }
  ];
}

/** Flags with their values, as one line of a shell script each. */
function pairs(flags: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of flags) {
    if (word.startsWith("--") || lines.length === 0) lines.push(word);
    else lines[lines.length - 1] += ` ${shellWord(word)}`;
  }
  return lines;
}
