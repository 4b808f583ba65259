import {readFileSync} from "node:fs";
import {createInterface} from "node:readline";
import type {Table as ArrowTable} from "apache-arrow";
import {arrowTable} from "../../../loaders/arrow.js";
import {encodings, unpacked} from "../../../loaders/encoding.js";
import {requestColumns} from "../../../loaders/request-columns.js";
import {scanResult} from "../../../loaders/scan-result.js";
import {splitResults} from "../../../loaders/split-results.js";
import {textOf} from "../../../loaders/text.js";
import {readResult, type VllmResult} from "../../../loaders/vllm-result.js";
import {integer, number, table} from "../../../src/model/table.js";
import {requests} from "../../../src/model/tables/requests.js";

// What convert.py does, by this project's loaders: the same lines in, the same lines out.

/** One row a gap: what other tools call the token table. */
const gaps = table(
  "gaps",
  {en: "Gaps", zh: "间隔"},
  {request: integer("Request", "请求序号"), itl_s: number("Gap", "间隔", "s")}
);
const origin = {kind: "measured", inputs: {}};
const [way, form] = process.argv.slice(2);
const encoding = encodings.find((name) => name === form) ?? "none";

function convert(path: string): [ArrowTable, ArrowTable] {
  const bytes = unpacked(readFileSync(path), encoding, path);
  const result = (way === "parse" ? null : scanResult(bytes, path)) ?? parsed(bytes, path);
  const columns = requestColumns("p", result);
  const request = new Int32Array(result.gapsS.length);
  for (let i = 0; i < result.n; i++) request.fill(i, result.gapOffsets[i], result.gapOffsets[i + 1]);
  return [
    arrowTable(requests, result.n, {...columns}, origin),
    arrowTable(gaps, request.length, {request, itl_s: result.gapsS}, origin)
  ];
}

/** By JSON.parse: the general way. */
function parsed(bytes: Buffer, path: string): VllmResult {
  const [object] = splitResults(textOf(bytes), path);
  if (object === undefined || "problem" in object) throw object?.problem ?? new Error("no result");
  return readResult(object.value, path);
}

process.stdout.write(`${JSON.stringify(process.versions.node)}\n`);
for await (const line of createInterface({input: process.stdin})) {
  const [rounds, ...paths] = line.split(" ");
  const times: number[] = [];
  let rows: number[] = [];
  for (let i = 0; i < Number(rounds); i++) {
    const start = performance.now();
    for (const path of paths) rows = convert(path).map(({numRows}) => numRows);
    times.push(performance.now() - start);
  }
  process.stdout.write(`${JSON.stringify({times, rows, kib: process.resourceUsage().maxRSS})}\n`);
}
