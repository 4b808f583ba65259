import {createHash} from "node:crypto";
import type {Dataset} from "../../src/model/dataset.js";
import {fitCalibration, type Calibration} from "../../src/model/prediction/fit-calibration.js";
import {observations} from "../../src/model/prediction/observation.js";
import {priors} from "../../src/model/prediction/parameters.js";
import type {ValidationRow} from "../../src/model/prediction/validate.js";

/** Hash of everything that a fit reads: the points as they are replayed, and the priors. */
export function inputsSha256(dataset: Dataset): string {
  return createHash("sha256")
    .update(JSON.stringify([observations(dataset), priors]))
    .digest("hex");
}

/** Files that the report and the simulated server read in place of raw runs: the calibration and its validation. */
export function storedFiles(dataset: Dataset, rows: readonly ValidationRow[]): {path: string; text: string}[] {
  const sha256 = inputsSha256(dataset);
  return [
    {path: "src/model/prediction/calibration.ts", text: calibrationText(fitCalibration(dataset), sha256)},
    {path: "data/validation.json", text: validationJson(rows, sha256)}
  ];
}

function calibrationText(calibration: Calibration, sha256: string): string {
  const n = calibration.parameters.length;
  const lines = (values: readonly unknown[]): string =>
    `[\n    ${values.map((value) => JSON.stringify(value)).join(",\n    ")}\n  ]`;
  const rows = calibration.parameters.map((_, i) => calibration.covariance.slice(i * n, (i + 1) * n).join(", "));
  const fittedOn = Object.entries(calibration.fitted_on).map(([key, value]) => `    ${key}: ${JSON.stringify(value)}`);
  return `import type {Calibration} from "./fit-calibration.js";

// Written by \`npm run validate -- --write\`; a test refits it.

/** Hash of the points and priors that the calibration was fitted on. */
export const inputsSha256 = "${sha256}";

/** The calibration fitted on the runs of data/calibration.yaml, at hand without them. */
export const calibration: Calibration = {
  schema: "${calibration.schema}",
  fitted_on: {
${fittedOn.join(",\n")}
  },
  model_error: ${JSON.stringify(calibration.model_error)},
  hosts: ${JSON.stringify(calibration.hosts)},
  parameters: ${lines(calibration.parameters)},
  covariance: [
    ${rows.join(",\n    ")}
  ]
};
`;
}

function validationJson(rows: readonly ValidationRow[], sha256: string): string {
  const lines = rows.map((row) => JSON.stringify(row, (_, value: unknown) => rounded(value)));
  return `{"inputs_sha256": "${sha256}", "rows": [\n${lines.join(",\n")}\n]}\n`;
}

/** Seven significant digits are more than any row means. */
function rounded(value: unknown): unknown {
  return typeof value === "number" ? Number(value.toPrecision(7)) : value;
}
