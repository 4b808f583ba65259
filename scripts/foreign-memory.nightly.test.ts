import {mkdtempSync, openSync, closeSync, rmSync, writeSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {execa} from "execa";
import {expect, test} from "vitest";
import {repository, seedResult} from "../loaders/testing/real.js";

const bytes = 200e6;

/** Writes a file of at least 200 MB from pieces. */
function large(path: string, head: string, piece: (i: number) => string, tail: string): void {
  const file = openSync(path, "w");
  let size = writeSync(file, head);
  for (let i = 0; size < bytes;) {
    const block: string[] = [];
    for (let j = 0; j < 50; j++) block.push(piece(i++));
    size += writeSync(file, block.join(""));
  }
  writeSync(file, tail);
  closeSync(file);
}

/** What the tool writes of each request besides what is read: a record of 0.13.0 has 3 kB. */
const besides = Object.fromEntries(
  Array.from({length: 30}, (_, k) => [`http_req_metric_number_${k}`, {value: k + 0.5, unit: "ms"}])
);

const record = (i: number): string =>
  `${JSON.stringify({
    metadata: {request_start_ns: 1e18 + i * 1e6, request_end_ns: 1e18 + i * 1e6 + 5e8, benchmark_phase: "profiling"},
    metrics: {
      ...besides,
      request_latency: {value: 581.9, unit: "ms"},
      time_to_first_token: {value: 52.1, unit: "ms"},
      output_sequence_length: {value: 64, unit: "tokens"},
      input_sequence_length: {value: 256, unit: "tokens"},
      inter_chunk_latency: {value: Array.from({length: 63}, (_, k) => 8 + ((i * 31 + k * 17) % 1000) / 1e6), unit: "ms"}
    }
  })}\n`;

test.each([
  [
    "vLLM with 200 MB of answers",
    (path: string) => {
      const text = seedResult().trimEnd();
      const answer = `"${"word ".repeat(4000)}",`;
      large(path, `${text.slice(0, -1)}, "generated_texts": [`, () => answer, '""]}');
    }
  ],
  ["AIPerf requests", (path: string) => large(path, "", record, "")]
])("a file of 200 MB streams: %s", async (_, write) => {
  const folder = mkdtempSync(join(tmpdir(), "foreign-"));
  try {
    write(join(folder, "large.json"));
    const code = `import {loadForeign} from "./loaders/foreign.ts";
const {rows, files} = await loadForeign([process.argv[1]], {run: "r"});
console.log(JSON.stringify({points: rows.length, problem: files[0].problem, mib: process.resourceUsage().maxRSS / 1024}));`;
    const {stdout} = await execa(
      "node",
      ["--import", "tsx", "--input-type=module", "-e", code, join(folder, "large.json")],
      {cwd: repository}
    );
    const {points, problem, mib} = JSON.parse(stdout) as {points: number; problem: string | null; mib: number};
    console.log(`${Math.round(mib)} MiB resident at most`);
    expect([points, problem]).toEqual([1, null]);
    expect(mib).toBeLessThan(600);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
});
