import {loadDataset} from "../../loaders/dataset.js";
import {listRuns, runsFolder} from "../../loaders/runs.js";
import {calibration} from "../../src/model/prediction/calibration.js";
import {fitCalibration, type Calibration} from "../../src/model/prediction/fit-calibration.js";
import {observations} from "../../src/model/prediction/observation.js";

/**
 * The calibration to predict with: the stored one when it was fitted on just these runs, else one fitted now (some seconds, told to
 * `note`). `runs` null means the stored one where its runs are there, else all that are; with no measured run at hand the stored one
 * stands. Throws a Problem when a named run gives no point.
 */
export function calibrationFor(
  root: string,
  runs: readonly string[] | null,
  note: (text: string) => void
): Calibration {
  const stored = calibration.fitted_on.runs;
  const here = listRuns(runsFolder(root));
  if (runs === null && stored.every((run) => here.includes(run))) return calibration;
  const wanted = (runs ?? here).toSorted();
  if (wanted.join() === stored.join()) return calibration;
  const dataset = loadDataset({root});
  const measured = [...new Set(observations(dataset, runs).map(({run}) => run))].toSorted();
  if (measured.join() === stored.join() || (runs === null && measured.length === 0)) return calibration;
  note(`fitting on ${measured.join(", ") || wanted.join(", ")}: some seconds\n`);
  return fitCalibration(dataset, runs);
}
