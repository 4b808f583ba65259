import type {SampleLog} from "./sample-log.js";
import type {Sampler, SamplerSummary} from "./sampler.js";

/** A source that fails this often without a sample between is given up. */
const mostFailures = 20;

/**
 * Runs `take` at multiples of an interval from now, one at a time; a tick that comes while one runs is left out. The
 * first runs at once.
 */
export function every(
  intervalMs: number,
  log: SampleLog,
  kind: SamplerSummary["kind"],
  take: (signal: AbortSignal) => Promise<void>
): Sampler {
  const start = performance.now();
  const interrupt = new AbortController();
  let problem: string | null = null;
  let failures = 0;
  let restarts = 0;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  const tick = async (): Promise<void> => {
    try {
      await take(AbortSignal.any([interrupt.signal, AbortSignal.timeout(Math.max(1000, 2 * intervalMs))]));
      if (failures > 0) restarts++;
      failures = 0;
    } catch (error) {
      if (interrupt.signal.aborted) return;
      problem = error instanceof Error ? error.message : String(error);
      failures++;
    }
    if (failures >= mostFailures || interrupt.signal.aborted) return;
    const past = performance.now() - start;
    timer = setTimeout(
      () => {
        running = tick();
      },
      intervalMs - (past % intervalMs)
    );
  };
  running = tick();
  const summary = (): SamplerSummary => ({
    available: log.n > 0,
    path: log.file,
    n_samples: log.n,
    n_restarts: restarts,
    gap_max_s: log.gap_max_s,
    utc_offset_s: 0,
    kind,
    problem
  });
  return {
    summary,
    async stop() {
      interrupt.abort();
      if (timer !== null) clearTimeout(timer);
      await running;
      return summary();
    }
  };
}
