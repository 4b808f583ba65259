import {z} from "zod";

/** What our client's calibration tells of one number of streams; other tools' calibrations may say less. */
const calibration = z.object({
  levels: z.array(
    z.object({
      streams: z.number().int().positive(),
      ttft_error_p50_ms: z.number().nullable(),
      itl_error_mean_ms: z.number().nullable(),
      /** Mean gap less the known one: what TPOT is off by. Older calibrations give the mean absolute error alone. */
      itl_bias_ms: z.number().nullable().optional()
    })
  )
});

type Level = z.infer<typeof calibration>["levels"][number];

export interface ClientError {
  readonly client_ttft_error_ms: number | null;
  readonly client_itl_error_ms: number | null;
}

/**
 * Error of the client at a concurrency, from the calibration in the manifest; between two calibrated levels by linear
 * interpolation, for a client takes a burst in one request after another. Both null beyond the calibrated levels: an
 * error at 4 streams says nothing of 128.
 */
export function clientErrorAt(value: unknown, concurrency: number | null): ClientError {
  const unknown = {client_ttft_error_ms: null, client_itl_error_ms: null};
  const parsed = calibration.safeParse(value);
  if (!parsed.success || concurrency === null) return unknown;
  const levels = parsed.data.levels.toSorted((a, b) => a.streams - b.streams);
  const above = levels.find(({streams}) => streams >= concurrency);
  const below = levels.findLast(({streams}) => streams <= concurrency);
  if (above === undefined || below === undefined) return unknown;
  const share = above === below ? 0 : (concurrency - below.streams) / (above.streams - below.streams);
  const between = (a: number | null, b: number | null): number | null =>
    a === null || b === null ? null : a + share * (b - a);
  const gap = (level: Level): number | null => level.itl_bias_ms ?? level.itl_error_mean_ms;
  return {
    client_ttft_error_ms: between(below.ttft_error_p50_ms, above.ttft_error_p50_ms),
    client_itl_error_ms: between(gap(below), gap(above))
  };
}
