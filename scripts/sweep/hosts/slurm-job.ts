import type {SpecTarget} from "../spec.js";
import {hostCommand} from "./host-command.js";
import {commandLine} from "./quoted.js";

/** A job of one server configuration, or an array of jobs, one for each of its starts. */
export interface SlurmJobPlan {
  /** Finds the job again when its number was lost: unique to run and configuration. */
  readonly name: string;
  readonly target: SpecTarget;
  readonly gpus: number;
  /** Folder of all shares, and in it those of this job by their index in the array; one without an index. */
  readonly base: string;
  readonly bundle: string;
  readonly folders: ReadonlyMap<number | null, string>;
}

/** A job with a shorter limit than this is not warned before its end: the warning may come a minute early. */
const leastWarnedS = 600;

/** Command line of sbatch, which reads the script from its input. */
export function sbatchArguments({name, target, gpus, base, folders}: SlurmJobPlan): string[] {
  const {slurm = {}} = target;
  const indices = [...folders.keys()].filter((index) => index !== null);
  const gres = slurm.gres ?? "gpu";
  const limit = slurm.time_limit === undefined ? null : limitSeconds(slurm.time_limit);
  return [
    "sbatch",
    "--parsable",
    `--job-name=${name}`,
    "--nodes=1",
    "--ntasks=1",
    ...(indices.length > 0 ? [`--array=${indices.join(",")}`] : []),
    ...(gres === "none" ? [] : [`--gres=${gres}:${gpus}`]),
    ...option("partition", slurm.partition),
    ...option("account", slurm.account),
    ...option("qos", slurm.qos),
    ...option("constraint", slurm.constraint),
    ...option("reservation", slurm.reservation),
    ...option("nodelist", slurm.nodelist),
    ...option("exclude", slurm.exclude),
    ...option("time", slurm.time_limit),
    ...option("cpus-per-task", slurm.cpus),
    ...option("mem", slurm.memory),
    ...(slurm.exclusive === true ? ["--exclusive"] : []),
    // What is complete stays complete: a job that is requeued or preempted goes on where it was.
    "--requeue",
    "--open-mode=append",
    ...(limit !== null && limit >= leastWarnedS ? ["--signal=B:TERM@60"] : []),
    `--chdir=${base}`,
    `--output=${base}/${indices.length > 0 ? `${name}-%a` : name}.log`,
    ...(slurm.arguments ?? [])
  ];
}

/** The script of the job: chooses the folder by the index in the array, and becomes the host's runner. */
export function batchScript({target, base, bundle, folders}: SlurmJobPlan): string {
  const run = (folder: string): string => `exec ${commandLine(hostCommand(target, base, bundle, folder))}`;
  const [only] = folders;
  const lines =
    only !== undefined && only[0] === null
      ? [run(only[1])]
      : [
          'case "$SLURM_ARRAY_TASK_ID" in',
          ...[...folders].map(([index, folder]) => `${index}) ${run(folder)} ;;`),
          "esac",
          "exit 2"
        ];
  return `${["#!/bin/sh", ...lines].join("\n")}\n`;
}

function option(name: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [`--${name}=${value}`];
}

/** Slurm's forms of a time: minutes, minutes:seconds, hours:minutes:seconds, days-hours[:minutes[:seconds]]. */
export function limitSeconds(text: string): number {
  const [days, clock] = text.includes("-") ? (text.split("-") as [string, string]) : [null, text];
  const parts = clock.split(":").map(Number);
  const [a = 0, b = 0, c = 0] = parts;
  if (days !== null) return Number(days) * 86_400 + a * 3600 + b * 60 + c;
  if (parts.length === 1) return a * 60;
  return parts.length === 2 ? a * 60 + b : a * 3600 + b * 60 + c;
}
