import {existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import {hostname, tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {execa} from "execa";
import {freePort} from "../../free-port.js";

export const slurmPrograms = ["/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/bin/sbatch", "/usr/sbin/munged"];
export const slurmPackages = ["slurm-wlm", "munge"];

/**
 * A real Slurm of one node on loopback: two GPUs that are device files (GRES needs a file, not a driver), a partition
 * `gpu`, and a partition `urgent` whose jobs preempt those of `gpu`, which are requeued.
 */
export class SlurmCluster {
  private munge: number | null = null;
  readonly node = hostname().split(".")[0]!;

  private constructor(readonly folder: string) {}

  get conf(): string {
    return join(this.folder, "slurm.conf");
  }

  static async start(): Promise<SlurmCluster> {
    const cluster = new SlurmCluster(mkdtempSync(join(tmpdir(), "sweepbook-slurm-")));
    const {folder, node} = cluster;
    for (const name of ["ctld", "d"]) mkdirSync(join(folder, name));
    const [control, daemon] = [await freePort(), await freePort()];
    writeFileSync(
      cluster.conf,
      `ClusterName=test
SlurmctldHost=${node}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
StateSaveLocation=${folder}/ctld
SlurmdSpoolDir=${folder}/d
SlurmctldPidFile=${folder}/ctld.pid
SlurmdPidFile=${folder}/d.pid
SlurmctldLogFile=${folder}/ctld.log
SlurmdLogFile=${folder}/d.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_min_interval=0,bf_interval=1
GresTypes=gpu
SlurmdParameters=config_overrides
ReturnToService=2
MailProg=/bin/true
KillWait=10
OverTimeLimit=0
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
SlurmctldPort=${control}
SlurmdPort=${daemon}
NodeName=${node} NodeAddr=127.0.0.1 CPUs=8 CoresPerSocket=8 RealMemory=1000 Gres=gpu:2 State=UNKNOWN
PartitionName=gpu Nodes=${node} Default=YES MaxTime=60 PriorityTier=1 State=UP
PartitionName=urgent Nodes=${node} MaxTime=60 PriorityTier=10 State=UP
`
    );
    writeFileSync(join(folder, "gres.conf"), "Name=gpu File=/dev/null\nName=gpu File=/dev/zero\n");
    await cluster.startMunge();
    const env = {SLURM_CONF: cluster.conf};
    await execa("slurmctld", ["-f", cluster.conf], {env, stdio: "ignore"});
    await execa("slurmd", ["-f", cluster.conf], {env, stdio: "ignore"});
    for (let i = 0; i < 300; i++) {
      const {stdout} = await cluster.run("sinfo", "--noheader", "--format", "%T").catch(() => ({stdout: ""}));
      if (/idle/.test(stdout)) return cluster;
      await sleep(100);
    }
    throw new Error(`the node does not become idle: ${readFileSync(join(folder, "ctld.log"), "utf8").slice(-2000)}`);
  }

  async run(program: string, ...args: string[]) {
    return execa(program, args, {env: {SLURM_CONF: this.conf}});
  }

  /** Ends all jobs and daemons that start() has started. */
  async stop(): Promise<void> {
    await this.run("scancel", "--partition=gpu").catch(() => undefined);
    await this.run("scancel", "--partition=urgent").catch(() => undefined);
    for (let i = 0; i < 100; i++) {
      const {stdout} = await this.run("squeue", "--noheader").catch(() => ({stdout: ""}));
      if (stdout.trim() === "") break;
      await sleep(200);
    }
    for (const name of ["d.pid", "ctld.pid"]) {
      const path = join(this.folder, name);
      if (existsSync(path)) kill(Number(readFileSync(path, "utf8")));
    }
    if (this.munge !== null) kill(this.munge);
  }

  private async startMunge(): Promise<void> {
    const works = async (): Promise<boolean> => (await execa("munge", ["-n"], {reject: false})).exitCode === 0;
    if (await works()) return;
    mkdirSync("/run/munge", {recursive: true});
    await execa("chown", ["munge", "/run/munge"]);
    await execa("runuser", ["-u", "munge", "--", "munged", "--force"], {stdio: "ignore"});
    for (let i = 0; i < 50 && !(await works()); i++) await sleep(100);
    this.munge = Number(readFileSync("/run/munge/munged.pid", "utf8"));
  }
}

function kill(pid: number): void {
  try {
    if (pid > 0) process.kill(pid, "SIGTERM");
  } catch {
    // gone already
  }
}
