import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";
import {calibrationData} from "../../loaders/calibration-runs.js";
import {realDataset} from "../../loaders/testing/real.js";
import {loadValidation} from "../../loaders/validation.js";
import {calibration, inputsSha256 as stored} from "../../src/model/prediction/calibration.js";
import {fitCalibration} from "../../src/model/prediction/fit-calibration.js";
import {inputsSha256} from "./stored-files.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const dataset = calibrationData(root, realDataset());

// When one of these fails after runs, priors or the simulator changed: npm run validate -- --write
describe("the stored calibration", () => {
  it("was fitted on the runs and priors that are here", () => expect(stored).toBe(inputsSha256(dataset)));

  it("is what a fit gives now", () => {
    const now = fitCalibration(dataset);
    expect(calibration.fitted_on).toEqual(now.fitted_on);
    now.parameters.forEach((parameter, i) => {
      expect(calibration.parameters[i]?.name).toBe(parameter.name);
      // Another processor's exponentials may steer the fit by a hair, never by a tenth of its uncertainty.
      const off = Math.log((calibration.parameters[i]?.median ?? Number.NaN) / parameter.median);
      expect(Math.abs(off)).toBeLessThan(0.1 * parameter.spread);
    });
  });

  it("has its validation beside it", () => {
    const {inputs_sha256: sha256, rows} = loadValidation(root);
    expect(sha256).toBe(stored);
    expect(new Set(rows.map(({point_id: id}) => id))).toEqual(new Set(calibration.fitted_on.points));
  });
});
