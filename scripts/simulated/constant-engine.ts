import {Pacer} from "../pacer.js";
import {newState, type Engine, type EngineState, type Sequence} from "./sequence.js";

/**
 * Answers every request with a known time to first token and a known gap between tokens, whatever the load: what a
 * client is calibrated against. Tokens are due at absolute instants, so the server's own lateness does not add up;
 * it is kept, for a reader of the calibration.
 */
export class ConstantEngine implements Engine {
  private readonly pacer = new Pacer(true);
  private readonly live = new Set<Sequence>();
  private readonly totals = newState();
  private latenessSumMs = 0;
  private latenessMaxMs = 0;

  /** @param ttftMs, itlMs latencies to keep, ms; a gap of 0 sends all tokens at once */
  constructor(
    private readonly ttftMs: number,
    private readonly itlMs: number
  ) {}

  submit(sequence: Sequence): void {
    this.live.add(sequence);
    this.totals.prompt_tokens += sequence.prompt.length;
    this.next(sequence, performance.now() + this.ttftMs, 0);
  }

  private next(sequence: Sequence, at: number, n: number): void {
    this.pacer.at(at, () => {
      if (!this.live.has(sequence)) return;
      const late = performance.now() - at;
      this.latenessSumMs += late;
      if (late > this.latenessMaxMs) this.latenessMaxMs = late;
      this.totals.generation_tokens++;
      const last = n + 1 >= sequence.output_tokens;
      if (last) this.live.delete(sequence);
      else this.next(sequence, at + this.itlMs, n + 1);
      sequence.onToken(n, last);
    });
  }

  abort(sequence: Sequence): void {
    this.live.delete(sequence);
  }

  state(): Readonly<EngineState> {
    return {...this.totals, running: this.live.size, iterations: this.totals.generation_tokens};
  }

  /** How late tokens left this engine, ms. */
  lateness(): {n: number; mean_ms: number; max_ms: number} {
    const n = this.totals.generation_tokens;
    return {n, mean_ms: n === 0 ? 0 : this.latenessSumMs / n, max_ms: this.latenessMaxMs};
  }

  resetPrefixCache(): void {}

  stop(): void {
    this.pacer.stop();
  }
}
