import {groups} from "d3";
import {shownKind, type Dataset} from "../model/dataset.js";
import {formatNumber} from "./format.js";
import {drawnSeries} from "./series.js";

/** Device memory of one measured server by use, GiB of one GPU. */
export interface MemorySplit {
  readonly id: string;
  /** The configuration and its model. */
  readonly label: string;
  readonly configuration: string;
  readonly model_memory_gib: number;
  readonly kv_cache_gib: number;
  /** Reserved less weights and KV cache: activations, graphs and what lies outside the allocator. */
  readonly other_gib: number;
  /** Not reserved. */
  readonly free_gib: number;
  readonly device_memory_gib: number;
}

/** The splits of all measured servers whose log states what is needed; one that does not is left out, not guessed. */
export function memorySplits(data: Dataset): MemorySplit[] {
  return data.servers.flatMap((server) => {
    const {model_memory_gib, kv_cache_gib, device_memory_gib, gpu_memory_utilization, gpu, gpus, precision} = server;
    if (server.kind !== shownKind(data) || model_memory_gib === null || kv_cache_gib === null) return [];
    if (device_memory_gib === null || gpu_memory_utilization === null || gpu === null) return [];
    const reserved = device_memory_gib * gpu_memory_utilization;
    const series = drawnSeries(data, {gpu, gpus: gpus ?? 1, precision: precision ?? "bf16"});
    return [
      {
        id: server.server_id,
        configuration: series.label,
        label: [series.label, server.model?.split("/").at(-1)].filter((part) => part !== undefined).join(", "),
        model_memory_gib,
        kv_cache_gib,
        other_gib: Math.max(0, reserved - model_memory_gib - kv_cache_gib),
        free_gib: Math.max(0, device_memory_gib - reserved),
        device_memory_gib
      }
    ];
  });
}

/** Servers that divide their memory alike, to the three figures that are printed, share a bar: `n` of them. */
export function alike(splits: readonly MemorySplit[]): (MemorySplit & {readonly n: number})[] {
  const key = (split: MemorySplit): string =>
    [
      split.label,
      ...[split.model_memory_gib, split.kv_cache_gib, split.other_gib, split.free_gib].map(formatNumber)
    ].join("|");
  return groups(splits, key).map(([, same]) => ({...same[0]!, n: same.length}));
}
