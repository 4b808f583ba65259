import type {Slo} from "../model/assumptions.js";
import {maxConcurrency, type MaxConcurrency} from "../model/max-concurrency.js";
import type {PublishedRow} from "../model/tables/published.js";
import type {Case} from "../model/claims/case.js";
import {observed, readPoint} from "../model/claims/observe.js";
import {nameOf} from "./single-cards.js";

/** What measured points of a row's machine say about an SLO; every point becomes evidence, every level a figure. */
export function testedLevels(c: Case, row: PublishedRow, slo: Slo): MaxConcurrency {
  const points = observed(c, row);
  const found = maxConcurrency(c.dataset, points, slo);
  for (const point of points) readPoint(c, point, "concurrency");
  for (const {concurrency, share, lo, hi} of found.levels) {
    if (share === null) continue;
    c.figure(
      {
        en: `Requests in time, ${nameOf(row)} at ${concurrency}`,
        zh: `达标请求占比，${nameOf(row)}，并发 ${concurrency}`
      },
      100 * share,
      "%",
      {value: 100 * share, lo: 100 * lo, hi: 100 * hi},
      "binomial"
    );
  }
  return found;
}
