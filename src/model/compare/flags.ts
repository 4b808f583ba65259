/** Flags that say where something lies or is called, or that have a factor of their own. */
const apart = new Set(
  (
    "host port model served-model-name tokenizer download-dir api-key uvicorn-log-level disable-log-requests " +
    "disable-log-stats tool-call-parser enable-auto-tool-choice load-format dtype quantization q tensor-parallel-size tp " +
    "max-model-len max-num-seqs max-num-batched-tokens gpu-memory-utilization enable-prefix-caching no-enable-prefix-caching"
  ).split(" ")
);

/**
 * The flags of a serving command that no other factor covers, sorted, so that order does not matter: "seed=0 swap-space=4".
 * Null without a command; "none" when nothing is left.
 */
export function otherFlags(command: string | null): string | null {
  if (command === null) return null;
  const words = command.split(/\s+/);
  const flags: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const found = /^-{1,2}([A-Za-z][\w.-]*)(?:=(.*))?$/.exec(words[i]!);
    if (found === null || found[1] === "m") continue;
    const values = found[2] === undefined ? [] : [found[2]];
    while (i + 1 < words.length && !/^-{1,2}[A-Za-z]/.test(words[i + 1]!)) values.push(words[++i]!);
    const name = found[1]!.replaceAll("_", "-");
    if (!apart.has(name)) flags.push(values.length === 0 ? name : `${name}=${values.join(" ")}`);
  }
  return flags.length === 0 ? "none" : flags.sort().join(" ");
}
