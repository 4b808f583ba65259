import {SingleBar} from "cli-progress";
import writeFileAtomic from "write-file-atomic";
import {calibrationData} from "../loaders/calibration-runs.js";
import {loadDataset} from "../loaders/dataset.js";
import {validate} from "../src/model/prediction/validate.js";
import {validationSummary} from "../src/model/prediction/validation-summary.js";
import {command, main} from "./command.js";
import {storedFiles} from "./validate/stored-files.js";
import {validationText} from "./validate/text.js";

const root = ".";

const program = command(
  "validate",
  "Shows how far predictions may be trusted: leaves out points, workloads, high concurrency, models, GPUs and precisions in turn, " +
    "fits the simulator on the rest, and compares what it then predicts with what was measured.",
  ["npm run validate", "npm run -s validate -- --json", "npm run validate -- --write"]
)
  .option("--json", "print rows and summary as JSON", false)
  .option(
    "--write",
    "store the calibration fitted on the runs of data/calibration.yaml, and its validation, for the report and the simulated server",
    false
  )
  .action(run);

async function run(options: {json: boolean; write: boolean}): Promise<void> {
  const dataset = calibrationData(root, loadDataset({root}));
  const bar = new SingleBar({
    format: "{bar} {percentage} % | {eta} s left",
    stream: process.stderr,
    clearOnComplete: true
  });
  bar.start(100, 0);
  const rows = validate(dataset, (share) => bar.update(Math.round(100 * share)));
  bar.update(100);
  bar.stop();
  const summary = validationSummary(rows);
  if (options.write) {
    for (const {path, text} of storedFiles(dataset, rows)) await writeFileAtomic(path, text);
  }
  process.stdout.write(options.json ? `${JSON.stringify({summary, rows}, null, 1)}\n` : validationText(summary, rows));
  if (summary.some(({met}) => met === false)) process.exitCode = 1;
}

await main(program);
