import {execa} from "execa";

/** Other jobs that run on this node of a Slurm cluster; null outside of one and where squeue does not say. */
export async function otherJobs(environment: Readonly<Record<string, string | undefined>>): Promise<number | null> {
  const {SLURM_JOB_ID: job, SLURMD_NODENAME: node} = environment;
  if (job === undefined || node === undefined) return null;
  const ran = await execa("squeue", ["--noheader", "--nodelist", node, "--states", "RUNNING", "--format", "%A"], {
    reject: false,
    timeout: 10_000,
    stdin: "ignore"
  });
  if (ran.exitCode !== 0) return null;
  return ran.stdout.split("\n").filter((line) => line.trim() !== "" && line.trim() !== job).length;
}
