/** What a call of `vllm bench serve` asked for; null where nothing says. */
export interface BenchCall {
  readonly resultFile: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly nRequests: number | null;
  readonly concurrency: number | null;
  readonly requestRatePerS: number | null;
  readonly seed: number | null;
}

/** The calls that a client's output shows: vLLM prints its options as one line `Namespace(...)`. */
export function callsOf(log: string): BenchCall[] {
  return [...log.matchAll(/^Namespace\((.*)\)\s*$/gm)].map((match) => {
    const options = match[1]!;
    const value = (name: string): string | null =>
      new RegExp(`(?:^|, )${name}=('(?:[^'\\\\]|\\\\.)*'|[^,)]*)`).exec(options)?.[1]?.replace(/^'|'$/g, "") ?? null;
    return toCall(value);
  });
}

/** The call that a list of arguments makes. */
export function callOf(argv: readonly string[]): BenchCall {
  return toCall((name) => {
    const flag = `--${name.replaceAll("_", "-")}`;
    const i = argv.indexOf(flag);
    const joined = argv.find((argument) => argument.startsWith(`${flag}=`));
    return i >= 0 ? (argv[i + 1] ?? null) : (joined?.slice(flag.length + 1) ?? null);
  });
}

function toCall(value: (name: string) => string | null): BenchCall {
  const number = (...names: string[]): number | null => {
    for (const name of names) {
      const x = Number(value(name) ?? NaN);
      if (Number.isFinite(x)) return x;
    }
    return null;
  };
  const random = value("dataset_name") === "random";
  return {
    resultFile: value("result_filename"),
    inputTokens: random ? number("input_len", "random_input_len") : null,
    outputTokens: random ? number("output_len", "random_output_len") : null,
    nRequests: number("num_prompts"),
    concurrency: number("max_concurrency"),
    requestRatePerS: number("request_rate"),
    seed: number("seed")
  };
}
