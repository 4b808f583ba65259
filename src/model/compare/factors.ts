import type {Text} from "../text.js";
import type {PointRow} from "../tables/points.js";
import type {ServerRow} from "../tables/servers.js";
import {otherFlags} from "./flags.js";

/** One server configuration with the points that it answered. */
export interface Configuration {
  readonly server: ServerRow;
  readonly points: readonly PointRow[];
}

/** Something that affects the numbers of a point besides its load. */
export interface Factor {
  readonly id: string;
  readonly label: Text;
  /** Null when it is not known. */
  readonly value: (configuration: Configuration) => string | null;
  /** Factors whose change brings this one along, so that it does not count as another. */
  readonly follows: readonly string[];
  /** Two values that count as one, such as clocks that differ by a little. */
  readonly same?: (a: string, b: string) => boolean;
}

const of =
  (name: keyof ServerRow) =>
  ({server}: Configuration): string | null => {
    const value = server[name];
    return value === null || value === "unknown" ? null : String(value);
  };

const factor = (
  id: string,
  en: string,
  zh: string,
  value: Factor["value"],
  follows: readonly string[] = [],
  same?: Factor["same"]
): Factor => ({id, label: {en, zh}, value, follows, ...(same === undefined ? {} : {same})});

const parallel = ({server: {gpus, tensor_parallel}}: Configuration): string | null =>
  gpus === null ? null : `${gpus}, TP ${tensor_parallel ?? "?"}`;

/** Mean SM clock over the points, MHz: a clock that is locked or throttled shows here. */
function clock({points}: Configuration): string | null {
  const seen = points.flatMap(({sm_clock_mean_mhz}) => sm_clock_mean_mhz ?? []);
  return seen.length === 0 ? null : String(Math.round(seen.reduce((sum, mhz) => sum + mhz, 0) / seen.length));
}

const within5Percent = (a: string, b: string): boolean => Math.abs(Math.log(Number(a) / Number(b))) < Math.log(1.05);

const engine = ["engine", "engine_version"];

/** Everything that two configurations are held against each other by, the most weighty first. */
export const factors: readonly Factor[] = [
  factor("kind", "kind of number", "数据种类", of("kind")),
  factor("model", "model", "模型", of("model")),
  factor("weights", "weights", "权重", of("weights")),
  factor("gpu", "GPU", "GPU", ({server}) => server.gpu ?? server.gpu_name),
  factor("gpus", "GPUs", "卡数", parallel),
  factor("precision", "precision", "精度", of("precision")),
  factor("dtype", "dtype", "dtype", of("dtype"), ["precision", "model"]),
  factor("quantization", "quantisation", "量化", of("quantization"), ["precision"]),
  factor("quantization_kernel", "quantisation kernel", "量化内核", of("quantization_kernel"), [
    "precision",
    "gpu",
    ...engine
  ]),
  factor("engine", "engine", "引擎", of("engine")),
  factor("engine_version", "engine version", "引擎版本", of("engine_version"), ["engine"]),
  factor("attention_backend", "attention backend", "注意力后端", of("attention_backend"), [
    "gpu",
    "model",
    "precision",
    ...engine
  ]),
  factor("driver", "driver", "驱动", of("driver")),
  factor("cuda", "CUDA", "CUDA", of("cuda"), ["driver"]),
  factor("power_limit_w", "power limit, W", "功耗上限，W", of("power_limit_w"), ["gpu"]),
  factor(
    "clock",
    "mean SM clock, MHz",
    "SM 平均频率，MHz",
    clock,
    ["gpu", "gpus", "model", "precision", "power_limit_w", ...engine],
    within5Percent
  ),
  factor("definitions", "definitions of the tool", "工具的定义", ({points}) => points[0]?.definitions ?? "as here"),
  factor("client", "client", "客户端", ({points}) => points[0]?.client ?? null),
  factor("max_model_len", "max-model-len", "max-model-len", of("max_model_len"), ["model"]),
  factor("max_num_seqs", "max-num-seqs", "max-num-seqs", of("max_num_seqs"), engine),
  factor("max_num_batched_tokens", "max-num-batched-tokens", "max-num-batched-tokens", of("max_num_batched_tokens"), [
    "gpu",
    ...engine
  ]),
  factor("gpu_memory_utilization", "gpu-memory-utilization", "gpu-memory-utilization", of("gpu_memory_utilization")),
  factor("prefix_caching", "prefix caching", "前缀缓存", of("prefix_caching")),
  factor("cuda_graph_sizes", "CUDA graph sizes", "CUDA 图批大小", of("cuda_graph_sizes"), ["flags", ...engine]),
  factor("flags", "other flags", "其他参数", ({server}) => otherFlags(server.command))
];

/** One factor in which two configurations differ. */
export interface Difference {
  readonly factor: string;
  readonly a: string;
  readonly b: string;
}

export interface Differences {
  /** Each stands for itself. */
  readonly own: readonly Difference[];
  /** Brought along by one of the above. */
  readonly implied: readonly Difference[];
  /** Factors that one side or both do not tell. */
  readonly unknown: readonly string[];
}

/** In what two configurations differ. */
export function differences(a: Configuration, b: Configuration): Differences {
  const found: Difference[] = [];
  const unknown: string[] = [];
  for (const {id, value, same} of factors) {
    const [x, y] = [value(a), value(b)];
    // Without quantisation there is no kernel to know.
    if (x === null || y === null) {
      if (x !== y && id.startsWith("quantization")) found.push({factor: id, a: x ?? "none", b: y ?? "none"});
      else if (!id.startsWith("quantization")) unknown.push(id);
    } else if (x !== y && same?.(x, y) !== true) found.push({factor: id, a: x, b: y});
  }
  const differing = new Set(found.map(({factor: id}) => id));
  const implied = found.filter(({factor: id}) => factorOf(id).follows.some((parent) => differing.has(parent)));
  return {own: found.filter((each) => !implied.includes(each)), implied, unknown};
}

/** The factor of this id. */
export function factorOf(id: string): Factor {
  return factors.find((each) => each.id === id)!;
}
