/** One closed-loop load: what each of its streams gets and what all get together. */
export interface LoadLevel {
  readonly concurrency: number;
  readonly tpot_ms: number;
  readonly output_tokens_per_s: number;
}

/** Output throughput, tok/s, with the ends between which the levels leave it. */
interface EqualSpeed {
  readonly value: number;
  readonly lo: number;
  readonly hi: number;
}

/**
 * Output throughput of the load at which a stream still gets a token every `tpotMs`, read between two measured levels. TPOT, and the
 * time of one token's round (streams / throughput, by Little's law), grow with the load and grow faster the higher it is: so the chord
 * between the two levels lies above the curve and gives the lower end, and the line through the two levels before, drawn on, lies below
 * and gives the upper (without such two levels: all streams of the slower level at the faster one's round). The value is their
 * geometric mean.
 * @param levels of one configuration, in any order
 * @returns null where no level is as fast, or none is slower: nothing is read beyond the loads that were measured
 */
export function atEqualSpeed(levels: readonly LoadLevel[], tpotMs: number): EqualSpeed | null {
  const rounds = levels
    .map(({concurrency, tpot_ms, output_tokens_per_s}) => ({
      streams: concurrency,
      tpot: tpot_ms,
      round: concurrency / output_tokens_per_s
    }))
    .toSorted((a, b) => a.streams - b.streams);
  const next = rounds.findIndex(({tpot}) => tpot > tpotMs);
  const [below, above] = [rounds[next - 1], rounds[next]];
  if (below === undefined || above === undefined) return null;
  const chord = lineThrough(below, above);
  const lo = throughputAt(chord, chord.streamsAt(tpotMs));
  const before = rounds[next - 2];
  const drawnOn = before === undefined ? null : lineThrough(before, below);
  const streams = Math.min(above.streams, drawnOn?.streamsAt(tpotMs) ?? Infinity);
  const hi = drawnOn === null ? streams / below.round : throughputAt(drawnOn, streams);
  const ends = [lo, Math.max(lo, hi)] as const;
  return {value: Math.sqrt(ends[0] * ends[1]), lo: ends[0], hi: ends[1]};
}

interface Round {
  readonly streams: number;
  readonly tpot: number;
  readonly round: number;
}

interface Line {
  readonly streamsAt: (tpot: number) => number;
  readonly roundAt: (streams: number) => number;
}

function lineThrough(a: Round, b: Round): Line {
  const [tpot, round] = [(b.tpot - a.tpot) / (b.streams - a.streams), (b.round - a.round) / (b.streams - a.streams)];
  return {
    streamsAt: (at) => (tpot <= 0 ? Infinity : a.streams + (at - a.tpot) / tpot),
    roundAt: (streams) => a.round + round * (streams - a.streams)
  };
}

function throughputAt(line: Line, streams: number): number {
  return streams / line.roundAt(streams);
}
