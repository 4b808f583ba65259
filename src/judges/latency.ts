import {tpotFloorMs, ttftFloorMs} from "../model/physics/bounds.js";
import type {PublishedRow} from "../model/tables/published.js";
import type {Text} from "../model/text.js";
import type {Case} from "../model/claims/case.js";
import {say} from "../model/claims/words.js";

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

/** What a limit that names no latency says when it is read as TTFT; empty where the reader reads it so already. */
export function ttftReading(c: Case, {ttft_ms}: AnswerTime, limit_ms: number): Text {
  if (c.assumptions.slo.metric === "ttft") return {en: "", zh: ""};
  const meets = ttft_ms <= limit_ms;
  return say(
    (n) =>
      ` Read as TTFT, ${n(ttft_ms / 1000, "s")} ${meets ? "would meet it and the count might stand, but no P99 is printed" : "would miss it too"}.`,
    (n) =>
      `若按 TTFT 理解，${n(ttft_ms / 1000, "s")} ${meets ? "可以达标，这一计数或许成立，但文中没有 P99" : "同样不达标"}。`
  );
}
