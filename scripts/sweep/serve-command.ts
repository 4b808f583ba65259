import type {FlagValue} from "./spec.js";

interface Serving {
  readonly engine: "vllm" | "simulated";
  /** Command that runs vLLM's CLI or the simulated server. */
  readonly program: readonly string[];
  readonly model: {
    readonly name: string;
    readonly path: string;
    readonly config: string | null;
    readonly tokenizer: string | null;
    readonly weights: "real" | "dummy";
  };
  readonly tensor_parallel: number;
  readonly gpu: string | null;
  readonly gpus: number;
  readonly precision: string;
  readonly flags: Readonly<Record<string, FlagValue>>;
}

/**
 * The command that starts a server, without host and port. Cold tests are the default: the prefix cache is off unless
 * a flag turns it on. Flags may be written with dashes or underscores; the order is that of the spec.
 */
export function serveCommand(serving: Serving): string[] {
  const {engine, model, tensor_parallel: tp} = serving;
  const given = normalised(serving.flags);
  const fixed: Record<string, FlagValue> = {
    "served-model-name": model.name,
    ...(model.tokenizer === null ? {} : {tokenizer: model.tokenizer}),
    ...(model.weights === "dummy" ? {"load-format": "dummy"} : {}),
    ...(tp > 1 ? {"tensor-parallel-size": tp} : {}),
    "enable-prefix-caching": false,
    ...(engine === "simulated" ? simulatedFlags(serving) : {})
  };
  const flags = {...fixed, ...given};
  const verb = engine === "vllm" ? ["serve"] : [];
  return [
    ...serving.program,
    ...verb,
    model.path,
    ...Object.entries(flags).flatMap(([name, value]) => flagArguments(name, value))
  ];
}

function simulatedFlags({gpu, gpus, precision, model}: Serving): Record<string, FlagValue> {
  return {
    ...(gpu === null ? {} : {"sim-gpu": gpu}),
    "sim-gpus": gpus,
    "sim-precision": precision,
    ...(model.config === null ? {} : {"sim-model-config": model.config})
  };
}

/** `--name value`; true is the flag alone, false its `--no-` form, null nothing, an object JSON, a list its values. */
function flagArguments(name: string, value: FlagValue): string[] {
  if (value === null) return [];
  if (value === true) return [`--${name}`];
  if (value === false) return [`--no-${name}`];
  if (Array.isArray(value)) return [`--${name}`, ...value.map(String)];
  return [`--${name}`, typeof value === "object" ? JSON.stringify(value) : String(value)];
}

function normalised(flags: Readonly<Record<string, FlagValue>>): Record<string, FlagValue> {
  return Object.fromEntries(Object.entries(flags).map(([name, value]) => [name.replaceAll("_", "-"), value]));
}
