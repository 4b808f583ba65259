import type {PublishedRow} from "../model/tables/published.js";
import type {Case} from "../model/claims/case.js";
import {digits, wholeStreams} from "../model/claims/words.js";

/** How a printed throughput relates to its TPOT: the number of equal streams that would give it. */
export interface Streams {
  readonly row: PublishedRow;
  readonly throughput: number;
  readonly tpot_ms: number;
  /** throughput x TPOT / 1000. */
  readonly streams: number;
  /** 1000 / TPOT: what one stream gets, tok/s. */
  readonly per_stream: number;
}

/**
 * A decoder that makes a token for each of s streams every TPOT gives s x 1000 / TPOT tokens a second, so a printed
 * throughput and TPOT tell how many streams the row was taken with.
 */
export function streamsOf(c: Case, row: PublishedRow): Streams {
  const throughput = c.read(row, "throughput_tokens_per_s");
  const tpot_ms = c.read(row, "tpot_ms");
  return {row, throughput, tpot_ms, streams: (throughput * tpot_ms) / 1000, per_stream: 1000 / tpot_ms};
}

/** Rows of one load: their numbers of streams agree within a tenth. */
export function sameStreams(a: Streams, b: Streams): boolean {
  return Math.abs(Math.log(a.streams / b.streams)) < Math.log(1.1);
}

/** "125 = 4 × 1000 / 32", with as many streams as the numbers give. */
export function streamsInWords({throughput, tpot_ms, streams}: Streams): string {
  const whole = wholeStreams(streams);
  return `${digits(throughput)} ${Math.abs(streams / whole - 1) < 0.001 ? "=" : "≈"} ${digits(whole)} × 1000 / ${digits(tpot_ms)}`;
}
