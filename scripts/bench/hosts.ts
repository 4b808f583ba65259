import {mkdtempSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {BenchFigure} from "../../src/model/bench.js";
import type {RunnerAccount} from "../sweep/run-folder.js";
import {whyNotInstalled} from "../sweep/hosts/testing/installed.js";
import {LoopbackSsh, sshPackages, sshPrograms} from "../sweep/hosts/testing/loopback-ssh.js";
import {SlurmCluster, slurmPackages, slurmPrograms} from "../sweep/hosts/testing/slurm-cluster.js";
import {SpreadFixture} from "../sweep/hosts/testing/spread-fixture.js";
import {figure, type Measured} from "./support/record.js";

const shape = {input_tokens: 64, output_tokens: 16};
const eight = Array.from({length: 8}, (_, i) => `s${i + 1}`);

/**
 * What ssh and Slurm add to each point against this host alone, then how long eight servers take on two GPUs of
 * a Slurm node, against half of what they take one after another. All on loopback, with the simulated server.
 */
export async function bench(): Promise<Measured> {
  const why =
    (await whyNotInstalled(sshPrograms, sshPackages, true)) ??
    (await whyNotInstalled(slurmPrograms, slurmPackages, true));
  const title = {en: "Many hosts", zh: "多主机"};
  if (why !== null) return {title, conditions: [], skipped: [why], figures: []};
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-bench-"));
  const ssh = await LoopbackSsh.start();
  const slurm = await SlurmCluster.start();
  process.env["SLURM_CONF"] = slurm.conf;
  try {
    const box = SpreadFixture.ssh(ssh, join(folder, "box"));
    const cluster = SpreadFixture.slurm(join(folder, "cluster"));
    const figures = [...(await perPoint({local: {}, ssh: box, slurm: cluster})), await eightOnTwo(cluster)];
    return {
      title,
      conditions: [
        {
          en: "The simulated server on loopback: 12 points of 100 requests on one server by each way; then eight servers on two GPUs of a Slurm node. Overhead is the point's time less that of its requests.",
          zh: "回环上的模拟服务器：每种方式在一个服务器上测 12 个点、各 100 个请求；另在 Slurm 节点的两块 GPU 上测八个服务器。开销为测量点总时间减去其请求所用时间。"
        }
      ],
      figures
    };
  } finally {
    await slurm.stop();
    await ssh.stop();
    delete process.env["SLURM_CONF"];
  }
}

async function perPoint(targets: Readonly<Record<string, object>>): Promise<BenchFigure[]> {
  const over = {
    servers: {a: {}},
    workloads: [{...shape, load: {concurrency: [1, 2, 4, 8]}, n_requests: 100, repeats: 3}],
    sentinel: "none"
  };
  let local: number | null = null;
  const figures: BenchFigure[] = [];
  for (const [via, target] of Object.entries(targets)) {
    const {took_s, account} = await sweep(new SpreadFixture({t: target}, over));
    const points = account.points as {total_s: number; overhead_s: number}[];
    const inPoints = sum(points.map((each) => each.total_s));
    const overhead = sum(points.map((each) => each.overhead_s)) / points.length;
    local ??= overhead;
    const peer = via === "local" ? null : {name: "local", value: local};
    figures.push(
      figure({
        id: `${via}_overhead_s_per_point`,
        what: {en: `runner's overhead a point, ${via}`, zh: `运行器每点开销，${via}`},
        value: overhead,
        unit: "s",
        peer
      }),
      figure({
        id: `${via}_around_s`,
        what: {en: `start, stop and transfer of the sweep, ${via}`, zh: `扫描的启动、停止与传输，${via}`},
        value: took_s - inPoints,
        unit: "s"
      })
    );
  }
  return figures;
}

async function eightOnTwo(cluster: object): Promise<BenchFigure> {
  const over = {
    servers: Object.fromEntries(eight.map((id) => [id, {}])),
    workloads: [{...shape, load: {concurrency: [1, 2, 4]}, n_requests: 400}]
  };
  const {took_s, account} = await sweep(new SpreadFixture({t: cluster}, over));
  const hosts = Object.values(account["hosts"] as Record<string, {sessions: {took_s: number}[]}>);
  const busy = sum(hosts.flatMap((host) => host.sessions.map((session) => session.took_s)));
  const ideal = busy / 2;
  return figure({
    id: "eight_on_two_s",
    what: {
      en: "eight servers on two GPUs, against half of their jobs' time",
      zh: "两块 GPU 上的八个服务器，对比其作业时间之半"
    },
    value: took_s,
    unit: "s",
    peer: {name: "ideal", value: ideal}
  });
}

async function sweep(fixture: SpreadFixture): Promise<{took_s: number; account: RunnerAccount}> {
  const begin = performance.now();
  const {exitCode, all} = await fixture.start();
  if (exitCode !== 0) throw new Error(all);
  return {took_s: (performance.now() - begin) / 1e3, account: fixture.manifest.runner as RunnerAccount};
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
