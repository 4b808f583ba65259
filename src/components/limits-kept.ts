import {defaultAssumptions, type Slo} from "../model/assumptions.js";
import type {Curve} from "../model/curve.js";
import type {Dataset} from "../model/dataset.js";
import {maxConcurrency} from "../model/max-concurrency.js";
import {teller, type Lang} from "../model/text.js";
import {formatCount} from "./format.js";
import {html, type Markup} from "./markup.js";
import {word} from "./words.js";

/** Up to which tested concurrency a limit on one latency held. */
export interface LimitKept {
  readonly by: "E2E" | "TTFT";
  /** Largest that passes; null when none is proved to. */
  readonly passes: number | null;
  /** Least that fails; null when none is proved to. */
  readonly fails: number | null;
  /** Least that was tested at all. */
  readonly least: number;
}

/**
 * The article's limit on a measured configuration, put on the end to end time and on TTFT: the article names no latency.
 * Empty when nothing of it was tested.
 */
export function limitsKept(data: Dataset, {levels}: Curve, slo: Slo = defaultAssumptions.slo): LimitKept[] {
  const [first] = levels;
  if (first === undefined) return [];
  const rows = levels.flatMap((level) => level.rows);
  return (["e2e", "ttft"] as const).map((metric) => {
    const {passes, fails} = maxConcurrency(data, rows, {...slo, metric});
    return {by: metric === "e2e" ? "E2E" : "TTFT", passes, fails, least: first.concurrency};
  });
}

/** "64", "≥ 64" where nothing tested fails, "0" where the least tested does, "< 16", or that the requests are too few to tell. */
export function limitWords({passes, fails, least}: LimitKept, lang: Lang): string {
  if (passes !== null) return fails === null ? `≥ ${formatCount(passes)}` : formatCount(passes);
  if (fails === null) return word("tooSmall", lang);
  return fails === least ? "0" : `< ${formatCount(fails)}`;
}

/** A line for each latency that the limit may mean. */
export function limitsHtml(limits: readonly LimitKept[], lang: Lang): Markup {
  const t = teller(lang);
  return html`${limits.map(
    ({fails, ...limit}) =>
      html`<span class="limit"${fails === null ? null : html` title="${t(`${fails} fails`, `${fails} 不通过`)}"`}>
          <span class="unit">${limit.by}</span> ${limitWords({fails, ...limit}, lang)}
          ${fails === null ? null : html`<span class="skip">${t(` (${fails} fails)`, `（${fails} 不通过）`)}</span>`}</span
        > `
  )}`;
}
