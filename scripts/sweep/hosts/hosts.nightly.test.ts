import {existsSync, mkdtempSync, readdirSync, readFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, afterEach, beforeAll, describe, expect, test} from "vitest";
import {loadHardware} from "../../../loaders/hardware.js";
import {loadRun} from "../../../loaders/run.js";
import {targetChecks} from "../../doctor/target-checks.js";
import {LoopbackSsh, sshPackages, sshPrograms} from "./testing/loopback-ssh.js";
import {SlurmCluster, slurmPackages, slurmPrograms} from "./testing/slurm-cluster.js";
import {longPoint, SpreadFixture} from "./testing/spread-fixture.js";
import {whyNotInstalled} from "./testing/installed.js";

const why =
  (await whyNotInstalled(sshPrograms, sshPackages, true)) ??
  (await whyNotInstalled(slurmPrograms, slurmPackages, true));
let ssh: LoopbackSsh;
let slurm: SlurmCluster;
let there: string;
let last: SpreadFixture | null = null;

/** The workloads of `longPoint`, its long point longer. */
const longer = (n_requests: number) =>
  longPoint.workloads.map((each) => ("n_requests" in each ? {...each, n_requests} : each));

/** Every point of `longPoint` on some servers. */
const points = (...servers: string[]) =>
  servers.flatMap((server) => [1, 2, 4].map((c) => `${server}-i64-o16-c${c}#1`)).sort();

const make = (
  targets: ConstructorParameters<typeof SpreadFixture>[0],
  over: ConstructorParameters<typeof SpreadFixture>[1]
) => {
  last = new SpreadFixture(targets, {...longPoint, ...over});
  return last;
};
const box = () => SpreadFixture.ssh(ssh, join(there, "box"));
const cluster = (over = {}) => SpreadFixture.slurm(join(there, "cluster"), over);

/** The share's folder on its host, once there is one. */
function shareFolder(target: "box" | "cluster", share: string): string | null {
  const base = join(there, target);
  const [run] = existsSync(base) ? readdirSync(base) : [];
  return run === undefined ? null : join(base, run, share);
}

/** Waits until the long point of a share is under way on its host. */
async function inTheLongPoint(
  sweep: SpreadFixture,
  target: "box" | "cluster",
  share: string,
  server: string
): Promise<void> {
  await sweep.until(() => {
    const folder = shareFolder(target, share);
    if (folder === null) return false;
    const raw = join(folder, "runs/t/.work/raw", `${server}-i64-o16-c2#1`);
    return existsSync(join(raw, "metrics-during.txt"));
  }, 90_000);
}

const state = (target: "box" | "cluster", share: string) =>
  JSON.parse(readFileSync(join(shareFolder(target, share)!, "state.json"), "utf8")) as {pid: number; attempts: number};

describe.skipIf(why !== null)(`many hosts${why === null ? "" : ` (skipped: ${why})`}`, () => {
  beforeAll(async () => {
    slurm = await SlurmCluster.start();
    ssh = await LoopbackSsh.start({SLURM_CONF: slurm.conf});
    process.env["SLURM_CONF"] = slurm.conf;
  });
  afterAll(async () => {
    await slurm.stop();
    await ssh.stop();
    delete process.env["SLURM_CONF"];
  });
  afterEach(async () => {
    await slurm.run("scancel", "--partition=gpu,urgent").catch(() => undefined);
    for (const pid of last?.processes() ?? []) process.kill(pid, "SIGKILL");
    there = mkdtempSync(join(tmpdir(), "sweepbook-there-"));
  });
  there = mkdtempSync(join(tmpdir(), "sweepbook-there-"));

  test("ssh and Slurm together: one run as if measured here, each job its own GPU, nothing left behind", async () => {
    const sweep = make(
      {box: box(), cluster: cluster({scratch: join(there, "scratch")})},
      {
        servers: {a: {target: "box"}, b: {target: "cluster"}, c: {target: "cluster"}},
        workloads: [{input_tokens: 64, output_tokens: 16, repeats: {count: 2, boots: 2}}],
        load: {concurrency: [1, 2]}
      }
    );
    const {exitCode, all} = await sweep.start();
    expect([exitCode, all]).toEqual([0, expect.stringContaining("12 points measured")]);
    expect(new Set(sweep.manifest.servers.map(({server}) => server))).toEqual(
      new Set(["a", "a.2", "b", "b.2", "c", "c.2"])
    );
    const run = loadRun(sweep.runs, "t", loadHardware(join(import.meta.dirname, "../../..")));
    expect(run.points.filter(({status}) => status === "ok")).toHaveLength(12);
    const {hosts} = sweep;
    expect(
      new Set(["cluster.b.1", "cluster.b.2", "cluster.c.1", "cluster.c.2"].map((id) => String(hosts[id]!["gpus"])))
    ).toEqual(new Set(["0", "1"]));
    for (const [id, host] of Object.entries(hosts)) {
      for (const {offset_s, error_s} of host["clock"] as {offset_s: number; error_s: number}[])
        expect(Math.abs(offset_s), id).toBeLessThanOrEqual(error_s);
      expect((host["clock"] as unknown[]).length, id).toBeGreaterThan(0);
    }
    expect(sweep.manifest.notes.join()).toMatch(/ran on a node that was shared with other jobs/);
    expect(JSON.stringify(sweep.manifest)).not.toContain(ssh.host);
    expect(["box", "cluster", "scratch"].flatMap((name) => readdirSync(join(there, name)))).toEqual([]);
    expect(sweep.processes()).toEqual([]);
  });

  test("a cluster behind a login node: jobs are submitted and followed over ssh", async () => {
    const target = {...cluster(), host: ssh.host, ssh_config: ssh.config};
    const sweep = make(
      {cluster: target},
      {servers: {a: {}, b: {}}, workloads: [{input_tokens: 64, output_tokens: 16}], load: {concurrency: [1, 2]}}
    );
    const {exitCode, all} = await sweep.start();
    expect([exitCode, all]).toEqual([0, expect.stringContaining("4 points measured")]);
    expect((sweep.hosts["cluster.a"]!["clock"] as unknown[]).length).toBe(1);
    expect(readdirSync(join(there, "cluster"))).toEqual([]);
  });

  test("the connection is cut in a point: measuring goes on there, and the sweep goes on when it is back", async () => {
    const sweep = make({box: box()}, {servers: {a: {}}});
    const runner = sweep.start();
    await inTheLongPoint(sweep, "box", "box", "a");
    await ssh.cut();
    await new Promise((resolve) => setTimeout(resolve, 6000));
    await ssh.up();
    const {exitCode, all} = await runner;
    expect([exitCode, all]).toEqual([0, expect.stringContaining("connected again")]);
    expect(all).toContain("connection lost, measuring goes on there");
    expect(sweep.complete.sort()).toEqual(points("a"));
    expect(sweep.hosts["box"]!["attempts"]).toBe(1);
  });

  test("the controller is killed: hosts measure on, --resume finds them and measures nothing twice", async () => {
    const sweep = make(
      {box: box(), cluster: cluster()},
      {workloads: longer(4000), servers: {a: {target: "box"}, b: {target: "cluster"}}}
    );
    const runner = sweep.start();
    await Promise.all([inTheLongPoint(sweep, "box", "box", "a"), inTheLongPoint(sweep, "cluster", "cluster.b", "b")]);
    runner.kill("SIGKILL");
    await runner;
    const {exitCode, all} = await sweep.start("--resume");
    expect([exitCode, all]).toEqual([0, expect.stringContaining("following it")]);
    expect(sweep.complete.sort()).toEqual(points("a", "b"));
    expect([sweep.hosts["box"]!["attempts"], sweep.hosts["cluster.b"]!["attempts"]]).toEqual([1, 1]);
    expect((await sweep.start("--resume")).all).toMatch(/^0 points measured/m);
  });

  test("a node is drained: its job ends in peace, the others wait, and go on when it is back", async () => {
    const sweep = make({cluster: cluster()}, {servers: {a: {gpus: 2}, b: {gpus: 2}}});
    const runner = sweep.start();
    await inTheLongPoint(sweep, "cluster", "cluster.a", "a");
    await slurm.run("scontrol", "update", `nodename=${slurm.node}`, "state=drain", "reason=test");
    await sweep.until(
      () =>
        (shareFolder("cluster", "cluster.a/runs/t/points/a-i64-o16-c4/1") ?? "") !== "" &&
        existsSync(shareFolder("cluster", "cluster.a/runs/t/points/a-i64-o16-c4/1")!),
      60_000
    );
    await new Promise((resolve) => setTimeout(resolve, 8000));
    expect(sweep.complete.filter((point) => point.startsWith("b"))).toEqual([]);
    await slurm.run("scontrol", "update", `nodename=${slurm.node}`, "state=resume");
    const {exitCode, all} = await runner;
    expect([exitCode, all]).toEqual([0, expect.stringMatching(/cluster\.b: job \d+ waits: /)]);
    expect(sweep.complete.sort()).toEqual(points("a", "b"));
  });

  test("a job is killed by someone: told, the other job goes on, --resume measures what is missing", async () => {
    const sweep = make({cluster: cluster()}, {servers: {a: {}, b: {}}});
    const runner = sweep.start();
    await inTheLongPoint(sweep, "cluster", "cluster.a", "a");
    const {stdout} = await slurm.run("squeue", "--noheader", "--format", "%i %j");
    await slurm.run("scancel", /^\s*(\d+) \S+-a$/m.exec(stdout)![1]!);
    const {exitCode, all} = await runner;
    expect([exitCode, all]).toEqual([1, expect.stringContaining("was cancelled by someone else")]);
    expect(sweep.complete.sort()).toEqual(["a-i64-o16-c1#1", ...points("b")]);
    expect((await sweep.start("--resume")).exitCode).toBe(0);
    expect(sweep.complete.sort()).toEqual(points("a", "b"));
  });

  test("the runner of a job is killed with SIGKILL: what was complete is kept, --resume goes on", async () => {
    const sweep = make({cluster: cluster()}, {servers: {a: {}}});
    const runner = sweep.start();
    await inTheLongPoint(sweep, "cluster", "cluster.a", "a");
    process.kill(state("cluster", "cluster.a").pid, "SIGKILL");
    const {exitCode, all} = await runner;
    expect([exitCode, all]).toEqual([3, expect.stringMatching(/ended as FAILED.* without a result/)]);
    expect((await sweep.start("--resume")).exitCode).toBe(0);
    expect(sweep.complete.sort()).toEqual(points("a"));
  });

  test("the time limit of a job is hit: told with the remedy, and --resume goes on under a longer one", async () => {
    const sweep = make({cluster: cluster({time_limit: "1"})}, {workloads: longer(60_000), servers: {a: {}}});
    const {exitCode, all} = await sweep.start();
    expect([exitCode, all]).toEqual([3, expect.stringContaining("raise slurm.time_limit")]);
    expect(sweep.complete).toEqual(["a-i64-o16-c1#1"]);
    sweep.write({
      ...longPoint,
      servers: {a: {}},
      targets: SpreadFixture.targets({cluster: cluster()})
    });
    expect((await sweep.start("--resume")).exitCode).toBe(0);
    expect(sweep.complete.sort()).toEqual(points("a"));
  });

  test("a job is preempted: Slurm requeues it, and it goes on where it was", async () => {
    const sweep = make({cluster: cluster()}, {servers: {a: {gpus: 2}}});
    const runner = sweep.start();
    await inTheLongPoint(sweep, "cluster", "cluster.a", "a");
    await slurm.run("sbatch", "--partition=urgent", "--gres=gpu:2", "--output=/dev/null", "--wrap", "sleep 2");
    const {exitCode, all} = await runner;
    expect([exitCode, all]).toEqual([0, expect.stringContaining("runner started again")]);
    expect(sweep.complete.sort()).toEqual(points("a"));
    expect(sweep.hosts["cluster.a"]).toMatchObject({attempts: 2});
  });

  test("interrupted: jobs and runners end in order, what is complete is kept, nothing stays", async () => {
    const sweep = make(
      {box: box(), cluster: cluster()},
      {
        workloads: longer(20_000),
        servers: {a: {target: "box"}, b: {target: "cluster", gpus: 2}, c: {target: "cluster", gpus: 2}}
      }
    );
    const runner = sweep.start();
    await Promise.all([inTheLongPoint(sweep, "box", "box", "a"), inTheLongPoint(sweep, "cluster", "cluster.b", "b")]);
    runner.kill("SIGINT");
    const {exitCode} = await runner;
    expect(exitCode).toBe(130);
    expect(sweep.complete.sort()).toEqual(["a-i64-o16-c1#1", "b-i64-o16-c1#1"]);
    expect((await slurm.run("squeue", "--noheader")).stdout.trim()).toBe("");
    expect(sweep.processes()).toEqual([]);
  });

  test("the doctor asks Slurm about every job and submits none", async () => {
    const sweep = make(
      {good: cluster(), bad: cluster({partition: "none"})},
      {servers: {a: {target: "good"}, b: {target: "bad"}, c: {target: "good", gpus: 3}}}
    );
    const {needed} = await targetChecks(sweep.specFile);
    expect(needed.map(({id, status}) => `${id} ${status}`)).toEqual([
      "good: connection ok",
      "good: slurm ok",
      "good: job good.a ok",
      "good: job good.c fail",
      "bad: connection ok",
      "bad: slurm ok",
      "bad: job bad.b fail"
    ]);
    expect((await slurm.run("squeue", "--noheader")).stdout.trim()).toBe("");
  });

  test("a target that cannot be reached fails alone", async () => {
    const gone = {...box(), host: "no-such-host.invalid"};
    const sweep = make({gone, cluster: cluster()}, {servers: {a: {target: "gone"}, b: {target: "cluster"}}});
    const {exitCode, all} = await sweep.start();
    expect([exitCode, all]).toEqual([1, expect.stringMatching(/target gone +.*ssh cannot connect/)]);
    expect(sweep.complete.sort()).toEqual(points("b"));
  });
});
