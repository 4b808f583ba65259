import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {mean, median} from "d3-array";
import {loadDataset} from "../../loaders/dataset.js";
import {listRuns, runsFolder} from "../../loaders/runs.js";
import {readManifest} from "../../loaders/manifest-file.js";
import type {RunnerAccount} from "../sweep/run-folder.js";
import {SpreadFixture} from "../sweep/hosts/testing/spread-fixture.js";
import {figure, type Measured} from "./support/record.js";

const points = 12;

/** What the runner adds to each point beside its requests, against runs that started `vllm bench serve` for each point. */
export async function bench(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "sweepbook-bench-"));
  try {
    const fixture = new SpreadFixture(
      {t: {}},
      {
        servers: {a: {}},
        workloads: [
          {input_tokens: 64, output_tokens: 16, load: {concurrency: [1, 2, 4, 8]}, n_requests: 100, repeats: points / 4}
        ],
        sentinel: "none"
      }
    );
    const {exitCode, all} = await fixture.start();
    if (exitCode !== 0) throw new Error(all);
    const account = fixture.manifest.runner as RunnerAccount;
    const own = mean(account.points as {overhead_s: number}[], ({overhead_s}) => overhead_s)!;
    const processes = measuredOverhead("vllm bench serve");
    const worker = measuredOverhead("vllm-worker");
    const peer = {name: `vllm bench serve, a process a point (n = ${processes.n})`, value: processes.value};
    return {
      title: {en: "Sweep: overhead a point", zh: "扫描：每点开销"},
      conditions: [
        {
          en: `The built-in client, loaded once, on ${points} points of 100 requests against the simulated server here. Beside it, measured on the GPU host when the committed runs were made: the time of a point by a process of vllm bench serve of its own, less that of its requests; it holds the imports and the warm-up requests.`,
          zh: `内置客户端只载入一次，在本机对模拟服务器测 ${points} 个点、各 100 个请求。对比值来自已提交运行在 GPU 主机上的实测：每点启动一个 vllm bench serve 进程的时间减去其请求所用时间，含导入与预热请求。`
        }
      ],
      skipped: ["vllm bench sweep serve: vLLM and a GPU are not on this machine"],
      figures: [
        figure({
          id: "overhead_s_per_point",
          what: {en: "overhead a point", zh: "每点开销"},
          value: own,
          unit: "s",
          peer
        }),
        figure({
          id: "worker_overhead_s_per_point",
          what: {
            en: `the same with vLLM's own client, loaded once, as measured on the GPU hosts (n = ${worker.n})`,
            zh: `同上，使用只载入一次的 vLLM 自带客户端，GPU 主机实测（n = ${worker.n}）`
          },
          value: worker.value,
          unit: "s",
          peer
        })
      ]
    };
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Median time of a point less that of its requests, over the points of committed runs by this client. */
function measuredOverhead(client: string): {n: number; value: number} {
  const data = loadDataset({root: "."});
  const runsDir = runsFolder(".");
  const times = listRuns(runsDir).flatMap((run) => {
    const {manifest} = readManifest(runsDir, run);
    if (manifest.client.name !== client) return [];
    return manifest.points.flatMap(({point, repeat, start_epoch_s: start, end_epoch_s: end}) => {
      const row = data.points.find((each) => each.run === run && each.point === point && each.repeat === repeat);
      return start !== null && end !== null && row?.duration_s != null ? [end - start - row.duration_s] : [];
    });
  });
  return {n: times.length, value: median(times) ?? Number.NaN};
}
