import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Table as ArrowTable} from "apache-arrow";
import {execa} from "execa";
import {arrowTable} from "../../loaders/arrow.js";
import {unpacked} from "../../loaders/encoding.js";
import {readManifest} from "../../loaders/manifest-file.js";
import {requestColumns} from "../../loaders/request-columns.js";
import {splitResults} from "../../loaders/split-results.js";
import {readStored, readVerified} from "../../loaders/store.js";
import {textOf} from "../../loaders/text.js";
import {readResult} from "../../loaders/vllm-result.js";
import {integer, number, table} from "../../src/model/table.js";
import {requests} from "../../src/model/tables/requests.js";

const runs = "data/runs";
const run = "h100-bf16";
const path = "i2048-o512-c128.json";
const origin = {kind: "measured", inputs: {}};

/** One row a gap: what other tools call the token table. */
const gaps = table(
  "gaps",
  {en: "Gaps", zh: "间隔"},
  {
    request: integer("Request", "请求序号"),
    itl_s: number("Gap", "间隔", "s")
  }
);

/** Prints how long one large result takes from JSON to its two Arrow tables, and what Python's fastest usual way takes. */
export async function bench(): Promise<void> {
  const file = readManifest(runs, run).manifest.files.find((each) => each.path.startsWith(`${path}.`))!;
  const stored = readVerified(join(runs, run), file);
  const plain = unpacked(stored, file.encoding, file.path);
  const [requestTable, gapTable] = convert(plain);
  console.log(
    `${path}: ${plain.length} B plain, ${stored.length} B stored, ${requestTable.numRows} requests, ${gapTable.numRows} gaps`
  );
  const ours = measure(() => convert(plain));
  print("plain bytes to two Arrow tables", ours);
  print(
    "stored file, verified and unpacked, to two Arrow tables",
    measure(() => convert(readStored(join(runs, run), file)))
  );
  print(
    "of which JSON.parse",
    measure(() => JSON.parse(plain.toString("latin1")))
  );
  await python(plain, median(ours));
}

function convert(bytes: Buffer): [ArrowTable, ArrowTable] {
  const [parsed] = splitResults(textOf(bytes), path);
  if (parsed === undefined || "problem" in parsed) throw parsed?.problem ?? new Error("no result");
  const result = readResult(parsed.value, path);
  const columns = requestColumns("p", result);
  const request = new Int32Array(result.gapsS.length);
  for (let i = 0; i < result.n; i++) request.fill(i, result.gapOffsets[i], result.gapOffsets[i + 1]);
  return [
    arrowTable(requests, result.n, {...columns}, origin),
    arrowTable(gaps, request.length, {request, itl_s: result.gapsS}, origin)
  ];
}

const rounds = 5;

/** Milliseconds of each round, after three rounds that warm up. */
function measure(act: () => unknown): number[] {
  for (let i = 0; i < 3; i++) act();
  return Array.from({length: rounds}, () => {
    const start = performance.now();
    act();
    return performance.now() - start;
  });
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!;
}

function print(what: string, times: readonly number[]): void {
  const [fastest, slowest] = [Math.min(...times), Math.max(...times)];
  console.log(
    `${what}: median of ${times.length} ${median(times).toFixed(1)} ms (${fastest.toFixed(1)} to ${slowest.toFixed(1)})`
  );
}

const script = `
import sys, time, json, itertools
import orjson, numpy as np, pyarrow as pa
data = open(sys.argv[1], "rb").read()
def convert():
    r = orjson.loads(data)
    itls = r["itls"]
    n = np.fromiter(map(len, itls), np.int32, len(itls))
    itl = np.fromiter(itertools.chain.from_iterable(itls), np.float64, int(n.sum()))
    gaps = pa.table({"request": np.repeat(np.arange(len(itls), dtype=np.int32), n), "itl_s": itl})
    ttft = np.array(r["ttfts"])
    e2e = ttft + np.add.reduceat(itl, np.concatenate([[0], np.cumsum(n)[:-1]]))
    requests = pa.table({"start_s": np.array(r["start_times"]), "ttft_ms": ttft * 1000, "e2e_ms": e2e * 1000,
        "input_tokens": np.array(r["input_lens"], np.int32), "output_tokens": np.array(r["output_lens"], np.int32),
        "error": pa.array(r["errors"])})
    return requests, gaps
times = []
for i in range(${rounds} + 3):
    start = time.perf_counter()
    convert()
    if i >= 3: times.append((time.perf_counter() - start) * 1000)
print(json.dumps({"times": times, "versions": [orjson.__version__, np.__version__, pa.__version__]}))
`;

/** The same with orjson, numpy and pyarrow, on the same bytes; SWEEPBOOK_PYTHON names the Python that has them. */
async function python(plain: Buffer, oursMs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "conversion-"));
  try {
    const json = join(folder, "result.json");
    writeFileSync(json, plain);
    const command = process.env["SWEEPBOOK_PYTHON"] ?? "python3";
    const {stdout, failed, stderr, shortMessage} = await execa(command, ["-c", script, json], {reject: false});
    if (failed) {
      const missing = /ModuleNotFoundError: No module named '(\w+)'/.exec(stderr ?? "")?.[1];
      const why = missing === undefined ? shortMessage?.split("\n")[0] : `${command} has no ${missing}`;
      console.log(`orjson, numpy and pyarrow: not measured (${why}; SWEEPBOOK_PYTHON may name another Python)`);
      return;
    }
    const {times, versions} = JSON.parse(stdout) as {times: number[]; versions: string[]};
    print(`orjson ${versions[0]}, numpy ${versions[1]}, pyarrow ${versions[2]}`, times);
    console.log(`ours takes ${(oursMs / median(times)).toFixed(2)} times as long by the medians (target: at most 2)`);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
