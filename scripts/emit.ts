import {loadSource} from "../loaders/source.js";
import {loadHardware} from "../loaders/hardware.js";
import {loadModels} from "../loaders/models.js";
import {artefacts, deploymentTargets, type DeploymentTarget} from "../src/model/deployment/artefacts.js";
import {correct} from "../src/model/deployment/correct.js";
import {expectation} from "../src/model/deployment/expectation.js";
import {Option} from "commander";
import {command, main} from "./command.js";
import {readPlan} from "./emit/read-plan.js";
import {writeArtefacts} from "./emit/write-artefacts.js";
import {calibrationFor} from "./predict/calibration-for.js";

const root = ".";

interface Options {
  plan: string;
  to: DeploymentTarget;
  out: string;
  force: boolean;
}

const program = command(
  "emit",
  "Turns a plan into files that start a service, with what to expect of it beside them. What the model, the engine or the memory does " +
    "not allow is corrected, and said.",
  [
    "npm run emit -- --plan article:web-service --to compose --out service",
    "npm run emit -- --plan data/plans/example.yaml --to vllm --out service",
    "npm run emit -- --plan article:private-platform --to kserve --out platform"
  ]
)
  .requiredOption(
    "--plan <file>",
    "plan as JSON or YAML, or article:SCENARIO (prototype, web-service, private-platform)"
  )
  .addOption(new Option("--to <target>", "what runs it").choices([...deploymentTargets]).makeOptionMandatory())
  .requiredOption("--out <folder>", "folder to write")
  .option("--force", "overwrite files that differ", false)
  .action(run);

function run({plan, to, out, force}: Options): void {
  const data = {hardware: loadHardware(root), models: loadModels(root), ...loadSource(root, [])};
  const calibration = calibrationFor(root, null, (text) => process.stderr.write(text));
  const deployment = correct(readPlan(data, calibration, plan));
  const expected = expectation(calibration, deployment);
  for (const {asked, given, why} of deployment.corrections) {
    process.stdout.write(`corrected: ${asked} -> ${given}. ${why.en}\n`);
  }
  for (const path of writeArtefacts(artefacts(deployment, expected, to), out, force)) process.stdout.write(`${path}\n`);
}

await main(program);
