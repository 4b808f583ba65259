import type {PointPlan} from "./client.js";

/** One request as a tool tells it, s and tokens; starts and ends on the clock of UTC. */
export interface ToolRequest {
  readonly start_s: number;
  readonly end_s: number;
  readonly ttft_s: number;
  readonly latency_s: number;
  /** Empty where the tool keeps no gaps. */
  readonly gaps_s: readonly number[];
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** Empty where it succeeded. */
  readonly error: string;
}

/** A load generator that is run as a program and leaves files. */
export interface ForeignTool {
  /** Why it cannot make this call as asked; null when it can. */
  refuses(plan: PointPlan): string | null;
  /** @param out folder for what it leaves */
  command(plan: PointPlan, out: string): string[];
  requests(out: string): Promise<ToolRequest[]>;
}

/** What neither tool can do as asked. */
export function refusal({workload, load}: PointPlan, tool: string): string | null {
  if (workload.kind === "trace" || load.kind === "trace") return `client ${tool} plays no traces: use vllm or builtin`;
  if (workload.range_ratio !== 0) return `client ${tool} draws no lengths evenly from a range: use vllm or builtin`;
  return null;
}
