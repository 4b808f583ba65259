import {join, resolve} from "node:path";
import type {Command} from "commander";
import {runsFolder} from "../../loaders/runs.js";
import {Problem} from "../../src/model/problem.js";
import {command} from "../command.js";
import {describePlan, planText, planWarnings} from "./describe-plan.js";
import type {Executor} from "./executor.js";
import {glob} from "./glob.js";
import {describeTargets, targetsText} from "./hosts/describe-targets.js";
import {isSpread, ManyExecutor} from "./hosts/many-executor.js";
import {TargetsDisplay} from "./hosts/targets-display.js";
import {LocalExecutor} from "./local-executor.js";
import {nearest} from "../../loaders/nearest.js";
import {planSweep} from "./plan.js";
import type {Plan} from "./planned.js";
import {ProcessRegister} from "./process-register.js";
import {readSpec} from "./read-spec.js";
import {rehearsal} from "./rehearsal.js";
import {reportText} from "./report-text.js";
import {existingRun} from "./run-sweep.js";
import type {Spec} from "./spec.js";
import {SweepDisplay} from "./sweep-display.js";

interface Given {
  readonly runs?: string;
  readonly run?: string;
  readonly only?: string[];
  readonly dryRun?: boolean;
  readonly resume?: boolean;
  readonly fresh?: boolean;
  readonly recover?: boolean;
  readonly rehearse?: true | string;
  readonly json?: boolean;
}

/** The command `sweep`. @param root where data/runs is, when nothing else is said */
export function sweepCommand(root: string): Command {
  return command("sweep", "Measures the plan of a sweep spec and leaves a run folder that the report reads.", [
    "npm run sweep -- data/sweeps/minimal.yaml --dry-run     servers, points, commands, estimated time",
    "npm run sweep -- data/sweeps/minimal.yaml",
    "npm run sweep -- data/sweeps/minimal.yaml --resume      go on after an interruption",
    "npm run sweep -- SPEC --only 'bf16-*-c1' 'bf16-*-c16'   some points"
  ])
    .argument("<spec>", "sweep spec, YAML")
    .option("--runs <folder>", "folder of runs (SWEEPBOOK_RUNS, else data/runs)")
    .option("--run <name>", "name of the run (the spec's name)")
    .option("--only <pattern...>", "points or servers whose name matches: * and ?")
    .option("--dry-run", "print the plan and measure nothing")
    .option("--resume", "go on with a run: nothing that is complete is measured again")
    .option("--fresh", "a new run beside the one that is there")
    .option("--recover", "only store what a killed runner left")
    .option("--rehearse [speed]", "play the sweep on the simulated target, 20 times faster, into a run of its own")
    .option("--json", "the plan or the report as JSON on stdout")
    .action(async (file: string, given: Given) => {
      process.exitCode = await sweep(file, given, root);
    });
}

async function sweep(file: string, given: Given, root: string): Promise<number> {
  const written = readSpec(file);
  const spec = given.rehearse === undefined ? written : rehearsal(written, speedOf(given.rehearse));
  const plan = planSweep(spec, file);
  const only = onlyOf(given.only, plan);
  if (given.dryRun === true) {
    const description = describePlan(spec, plan, only);
    const targets = isSpread(spec) ? describeTargets(spec, plan, file) : [];
    const text = `${planText(description)}${targets.length === 0 ? "" : targetsText(targets)}`;
    process.stdout.write(given.json === true ? `${JSON.stringify({...description, targets}, null, 1)}\n` : text);
    return 0;
  }
  if (given.fresh === true && given.resume === true) throw new Problem("--fresh and --resume exclude each other");
  const runs = resolve(given.runs ?? runsFolder(root));
  const run = runName(spec, given, runs);
  const register = new ProcessRegister();
  const recover = given.recover === true;
  const common = {spec, file, plan, runs, run, resume: given.resume === true || recover, recover, register};
  const spread = isSpread(spec);
  const executor = spread
    ? new ManyExecutor({...common, only: given.only ?? null})
    : new LocalExecutor({...common, only});
  const interrupts = new Interrupts(register, executor);
  // A reader of the progress that goes away (`| head`, a closed pipe) does not end the measuring.
  process.stderr.on("error", () => undefined);
  const display = spread ? new TargetsDisplay(process.stderr) : new SweepDisplay(process.stderr);
  process.once("exit", () => display.stop()); // a terminal gets its cursor back however this ends
  for (const text of planWarnings(plan)) display.emit({kind: "note", text: `warning: ${text}`});
  try {
    await executor.prepare();
    await executor.start();
    const report = await executor.follow(display.emit);
    await executor.collect();
    display.stop();
    process.stdout.write(given.json === true ? `${JSON.stringify(report, null, 1)}\n` : reportText(report));
    return report.failures.length > 0 ? 1 : 0;
  } catch (error) {
    display.stop();
    if (!interrupts.came) throw error;
    throw new Problem("interrupted", {
      where: join(runs, run),
      remedy: "--resume goes on: nothing that is complete is lost",
      exitCode: 130,
      error
    });
  } finally {
    if (executor instanceof ManyExecutor) await executor.close();
    interrupts.release();
  }
}

function speedOf(given: true | string): number {
  const speed = given === true ? 20 : Number(given);
  if (!(speed >= 1 && speed <= 1000)) throw new Problem("--rehearse: not a speed of 1 to 1000", {value: given});
  return speed;
}

function runName(spec: Spec, given: Given, runs: string): string {
  const name = given.run ?? spec.name;
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) throw new Problem("not a name of a run", {value: name});
  if (given.fresh !== true || !existingRun(runs, name)) return name;
  for (let n = 2; ; n++) if (!existingRun(runs, `${name}-${n}`)) return `${name}-${n}`;
}

function onlyOf(patterns: readonly string[] | undefined, plan: Plan): ((name: string) => boolean) | null {
  if (patterns === undefined) return null;
  const names = [
    ...new Set([
      ...plan.servers.map((server) => server.id),
      ...plan.boots.flatMap(({boot}) => boot.points.map((point) => point.point))
    ])
  ];
  for (const pattern of patterns) {
    if (names.some(glob([pattern]))) continue;
    const meant = nearest(pattern, names);
    throw new Problem("--only matches no point of the plan", {
      value: pattern,
      remedy: meant === null ? "--dry-run lists them" : `did you mean ${meant}?`
    });
  }
  return glob(patterns);
}

/** SIGINT and SIGTERM end the sweep in order; the second one ends everything at once. */
class Interrupts {
  came = false;

  constructor(
    private readonly register: ProcessRegister,
    private readonly executor: Executor
  ) {
    for (const name of signals) process.on(name, this.handle);
    process.on("uncaughtExceptionMonitor", this.killAll);
  }

  release(): void {
    for (const name of signals) process.off(name, this.handle);
    process.off("uncaughtExceptionMonitor", this.killAll);
  }

  private readonly killAll = (): void => this.register.killAll();

  private readonly handle = (): void => {
    if (this.came) {
      this.killAll();
      process.exit(130);
    }
    this.came = true;
    process.stderr.write("\nstopping: the server is ended and what is complete is kept (again: at once)\n");
    void this.executor.stop();
  };
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
