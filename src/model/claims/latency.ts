import {tpotFloorMs, ttftFloorMs} from "../physics/bounds.js";
import type {PublishedRow} from "../tables/published.js";
import type {Case} from "./case.js";

/** How long a whole answer of the article's load takes on a row's machine. */
export interface AnswerTime {
  readonly row: PublishedRow;
  readonly ttft_ms: number;
  /** TTFT + (output tokens - 1) x TPOT, from the printed means. */
  readonly e2e_ms: number;
  /** The same from the data sheet's floors, one request alone: no engine can be faster. */
  readonly floor_ms: number;
}

export function answerTime(c: Case, row: PublishedRow): AnswerTime {
  const steps = c.dataset.article.setup.output_tokens - 1;
  const ttft_ms = c.read(row, "ttft_ms");
  const e2e_ms = ttft_ms + steps * c.read(row, "tpot_ms");
  const target = c.target(row);
  const load = c.load(1);
  return {row, ttft_ms, e2e_ms, floor_ms: ttftFloorMs(target, load.inputTokens) + steps * tpotFloorMs(target, load)};
}
