import {z} from "zod";

/** What our client's calibration tells of one number of streams; other tools' calibrations may say less. */
const calibration = z.object({
  levels: z.array(
    z.object({
      streams: z.number().int().positive(),
      ttft_error_p50_ms: z.number().nullable(),
      itl_error_mean_ms: z.number().nullable()
    })
  )
});

export interface ClientError {
  readonly client_ttft_error_ms: number | null;
  readonly client_itl_error_ms: number | null;
}

/**
 * Error of the client at a concurrency, from the calibration in the manifest: the calibrated level with as many streams
 * or the next above. Both null when it was not calibrated that far: an error at 4 streams says nothing of 128.
 */
export function clientErrorAt(value: unknown, concurrency: number | null): ClientError {
  const unknown = {client_ttft_error_ms: null, client_itl_error_ms: null};
  const parsed = calibration.safeParse(value);
  if (!parsed.success || concurrency === null) return unknown;
  const level = parsed.data.levels
    .filter(({streams}) => streams >= concurrency)
    .reduce<(typeof parsed.data.levels)[number] | null>((a, b) => (a === null || b.streams < a.streams ? b : a), null);
  if (level === null) return unknown;
  return {client_ttft_error_ms: level.ttft_error_p50_ms, client_itl_error_ms: level.itl_error_mean_ms};
}
