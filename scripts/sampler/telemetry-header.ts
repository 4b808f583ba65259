/** Fields of `nvidia-smi --query-gpu`, in the order of the telemetry file. */
export const telemetryFields = [
  "timestamp",
  "index",
  "uuid",
  "utilization.gpu",
  "utilization.memory",
  "memory.used",
  "memory.total",
  "power.draw",
  "power.limit",
  "temperature.gpu",
  "clocks.current.sm",
  "clocks.current.memory",
  "clocks_event_reasons.active"
] as const;

/** The header that nvidia-smi writes for them. */
export const telemetryHeader =
  "timestamp, index, uuid, utilization.gpu [%], utilization.memory [%], memory.used [MiB], memory.total [MiB], power.draw [W], power.limit [W], temperature.gpu, clocks.current.sm [MHz], clocks.current.memory [MHz], clocks_event_reasons.active";
