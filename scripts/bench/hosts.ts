import {mkdtempSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {RunnerAccount} from "../sweep/run-folder.js";
import {whyNotInstalled} from "../sweep/hosts/testing/installed.js";
import {LoopbackSsh, sshPackages, sshPrograms} from "../sweep/hosts/testing/loopback-ssh.js";
import {SlurmCluster, slurmPackages, slurmPrograms} from "../sweep/hosts/testing/slurm-cluster.js";
import {SpreadFixture} from "../sweep/hosts/testing/spread-fixture.js";

const shape = {input_tokens: 64, output_tokens: 16};
const eight = Array.from({length: 8}, (_, i) => `s${i + 1}`);

/**
 * Prints what ssh and Slurm add to each point against this host alone, then how long eight servers take on two GPUs of
 * a Slurm node, against half of what they take one after another. All on loopback, with the simulated server.
 */
export async function bench(): Promise<void> {
  const why =
    (await whyNotInstalled(sshPrograms, sshPackages, true)) ??
    (await whyNotInstalled(slurmPrograms, slurmPackages, true));
  if (why !== null) return void process.stdout.write(`skipped: ${why}\n`);
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-bench-"));
  const ssh = await LoopbackSsh.start();
  const slurm = await SlurmCluster.start();
  process.env["SLURM_CONF"] = slurm.conf;
  try {
    const box = SpreadFixture.ssh(ssh, join(folder, "box"));
    const cluster = SpreadFixture.slurm(join(folder, "cluster"));
    await perPoint({local: {}, ssh: box, slurm: cluster});
    await eightOnTwo(cluster);
  } finally {
    await slurm.stop();
    await ssh.stop();
    delete process.env["SLURM_CONF"];
  }
}

async function perPoint(targets: Readonly<Record<string, object>>): Promise<void> {
  const over = {
    servers: {a: {}},
    workloads: [{...shape, load: {concurrency: [1, 2, 4, 8]}, n_requests: 100, repeats: 3}],
    sentinel: "none"
  };
  process.stdout.write("one server, 12 points of 100 requests\n");
  process.stdout.write(
    "via    whole sweep  in points  start, stop, transfer  runner's overhead per point  added per point\n"
  );
  let local: number | null = null;
  for (const [via, target] of Object.entries(targets)) {
    const {took_s, account} = await sweep(new SpreadFixture({t: target}, over));
    const points = account.points as {total_s: number; overhead_s: number}[];
    const inPoints = sum(points.map((each) => each.total_s));
    const overhead = sum(points.map((each) => each.overhead_s)) / points.length;
    local ??= overhead;
    const cells = [
      `${took_s.toFixed(1)} s`.padEnd(13),
      `${inPoints.toFixed(1)} s`.padEnd(11),
      `${(took_s - inPoints).toFixed(1)} s`.padEnd(23)
    ];
    process.stdout.write(
      `${via.padEnd(7)}${cells.join("")}${`${overhead.toFixed(3)} s`.padEnd(29)}${(overhead - local).toFixed(3)} s\n`
    );
  }
}

async function eightOnTwo(cluster: object): Promise<void> {
  const over = {
    servers: Object.fromEntries(eight.map((id) => [id, {}])),
    workloads: [{...shape, load: {concurrency: [1, 2, 4]}, n_requests: 400}]
  };
  const {took_s, account} = await sweep(new SpreadFixture({t: cluster}, over));
  const hosts = Object.values(account["hosts"] as Record<string, {sessions: {took_s: number}[]}>);
  const busy = sum(hosts.flatMap((host) => host.sessions.map((session) => session.took_s)));
  const ideal = busy / 2;
  process.stdout.write(
    `8 servers on 2 GPUs: ${took_s.toFixed(1)} s; their jobs measured for ${busy.toFixed(1)} s, so ideally ${ideal.toFixed(1)} s: ${((took_s / ideal - 1) * 100).toFixed(0)} % above\n`
  );
}

async function sweep(fixture: SpreadFixture): Promise<{took_s: number; account: RunnerAccount}> {
  const begin = performance.now();
  const {exitCode, all} = await fixture.start();
  if (exitCode !== 0) throw new Error(all);
  return {took_s: (performance.now() - begin) / 1e3, account: fixture.manifest.runner as RunnerAccount};
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
