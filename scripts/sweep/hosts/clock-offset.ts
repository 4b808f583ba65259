import type {Transport} from "./transport.js";

/** A host's clock against the controller's, from the exchange with the shortest way. */
export interface ClockOffset {
  /** Host minus controller, s. */
  readonly offset_s: number;
  /** Half of the time that the exchange took: the offset is not further away than this. */
  readonly error_s: number;
  readonly n: number;
  readonly at_utc: string;
}

/**
 * Asks a host for its time some times and keeps the answer that took least, as NTP does: offset = host time minus the
 * middle of the exchange. @param argv prints seconds since the epoch. Null when it does not.
 */
export async function clockOffset(
  transport: Transport,
  argv: readonly string[] = ["date", "+%s.%N"],
  n = 5
): Promise<ClockOffset | null> {
  const seen: {offset_s: number; error_s: number}[] = [];
  for (let i = 0; i < n; i++) {
    const [epoch, begin] = [Date.now(), performance.now()];
    const {exitCode, stdout} = await transport.run(argv, {timeout_s: 30});
    const half = (performance.now() - begin) / 2e3;
    const there = Number(stdout.trim());
    if (exitCode === 0 && there > 0) seen.push({offset_s: there - (epoch / 1e3 + half), error_s: half});
  }
  if (seen.length === 0) return null;
  const best = seen.reduce((a, b) => (b.error_s < a.error_s ? b : a));
  // Date.now() counts whole milliseconds.
  return {offset_s: best.offset_s, error_s: best.error_s + 0.001, n: seen.length, at_utc: new Date().toISOString()};
}
