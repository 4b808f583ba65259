import type {Case} from "../model/claims/case.js";
import {said} from "../model/claims/said.js";

/** The latency limit under which the article counts concurrent requests: that of its definition (assertion slo-definition). */
export function limitOf(c: Case): {readonly ms: number; readonly percentile: number} {
  const definition = c.dataset.article.assertions.find(({id}) => id === "slo-definition") ?? c.assertion;
  const percentile = said(definition, /P([\d.]+) latency/) / 100;
  const ms = 1000 * said(definition, /latency < ([\d.]+) s/);
  c.cite({id: "article/assertions/slo-definition", column: "says", value: definition.says, kind: "published"});
  return {ms, percentile};
}
