import {loadSource} from "../loaders/source.js";
import {loadHardware} from "../loaders/hardware.js";
import {loadModels} from "../loaders/models.js";
import {correct} from "../src/model/deployment/correct.js";
import {expectation} from "../src/model/deployment/expectation.js";
import {Problem} from "../src/model/problem.js";
import {acceptService} from "./accept/accept-service.js";
import {acceptText} from "./accept/accept-text.js";
import {findService} from "./accept/service.js";
import {command, main} from "./command.js";
import {readPlan} from "./emit/read-plan.js";
import {calibrationFor} from "./predict/calibration-for.js";
import {count} from "./predict/options.js";

const root = ".";

interface Options {
  url: string;
  plan: string;
  repeats: number;
  requests?: number;
  seed: number;
  localGpus: boolean;
  json: boolean;
}

const program = command(
  "accept",
  "Loads a running service as its plan says and holds it to the plan: SLO, throughput, and energy where the boards are this host's. " +
    "Says pass, fail or undecided for each, with its interval. A key is taken from OPENAI_API_KEY and never written.",
  [
    "npm run accept -- --url http://127.0.0.1:8000 --plan article:prototype --local-gpus",
    "OPENAI_API_KEY=... npm run accept -- --url https://llm.example.org --plan service/plan.yaml --repeats 5",
    "npm run -s accept -- --url http://127.0.0.1:8000 --plan plan.yaml --json"
  ]
)
  .requiredOption("--url <address>", "the service, http or https, without path")
  .requiredOption("--plan <file>", "plan as JSON or YAML, or article:SCENARIO")
  .option("--repeats <n>", "runs of the load; from 5 on there is an interval between runs", count, 3)
  .option("--requests <n>", "requests a run (default: as many as the limits need)", count)
  .option("--seed <n>", "of prompts", count, 1)
  .option("--local-gpus", "the service runs on this host's GPUs: read their power", false)
  .option("--json", "print checks and runs as JSON", false)
  .action(run);

async function run({url, plan, repeats, requests, seed, localGpus, json}: Options): Promise<void> {
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort(new Problem("interrupted", {exitCode: 130}));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const note = (text: string): void => void process.stderr.write(text);
  const data = {hardware: loadHardware(root), models: loadModels(root), ...loadSource(root, [])};
  const calibration = calibrationFor(root, null, note);
  const deployment = correct(readPlan(data, calibration, plan));
  const service = await findService(url, deployment.model.name, interrupt.signal);
  const accepted = await acceptService(
    {
      service,
      deployment,
      expected: expectation(calibration, deployment),
      repeats,
      requests: requests ?? null,
      seed,
      local_gpus: localGpus,
      note
    },
    interrupt.signal
  );
  process.stdout.write(json ? `${JSON.stringify(accepted, null, 1)}\n` : acceptText(accepted, process.stdout.isTTY));
  if (accepted.checks.some(({outcome}) => outcome !== "pass")) process.exitCode = 1;
}

await main(program);
