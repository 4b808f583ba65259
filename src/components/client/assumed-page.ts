import {defaultAssumptions, type Assumptions} from "../../model/assumptions.js";
import {shareAudit} from "../../model/audit/failed-checks.js";
import type {Dataset} from "../../model/dataset.js";
import {scopeOfStudy, studyAssumptions, type AskingStudy} from "../../model/scope.js";
import type {Study} from "../../model/study.js";

/** What a page with the panel judges, and what it was built with. */
interface AssumedPage {
  readonly base: Assumptions;
  /** The study whose page it is; none on a page of the report. */
  readonly studies: readonly Study[];
  /** The page's part of the report's data. */
  readonly dataOf: (report: Dataset) => Dataset;
}

/** The report as a whole, or the study that the panel names: scoped by the function that the build scopes it with. */
export function assumedPage(panel: HTMLElement): AssumedPage {
  const named = panel.dataset["study"];
  if (named === undefined) return {base: defaultAssumptions, studies: [], dataOf: (report) => report};
  const study = JSON.parse(named) as Study & AskingStudy;
  return {
    base: studyAssumptions(study.asks),
    studies: [study],
    dataOf(report) {
      const data = scopeOfStudy(report, study);
      shareAudit(report, data);
      return data;
    }
  };
}
