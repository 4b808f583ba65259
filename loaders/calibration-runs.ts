import {existsSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import type {Dataset} from "../src/model/dataset.js";
import {Problem} from "../src/model/problem.js";
import {safeName} from "./manifest.js";
import {readYaml} from "./yaml.js";

const path = "data/calibration.yaml";

/**
 * The data set with the points that the stored calibration is fitted on: those of the runs that data/calibration.yaml names, of all runs
 * where there is no such file. A Problem when it names a run that is not there.
 */
export function calibrationData(root: string, data: Dataset): Dataset {
  if (!existsSync(join(root, path))) return data;
  const {runs} = readYaml(join(root, path), z.strictObject({runs: z.array(safeName).min(1)}), path);
  const missing = runs.find((run) => !data.points.some((point) => point.run === run));
  if (missing !== undefined)
    throw new Problem("the calibration is fitted on a run that is not in data/runs", {where: path, value: missing});
  return {...data, points: data.points.filter(({run}) => runs.includes(run))};
}
