import {performance} from "node:perf_hooks";
import {loadDataset} from "../../loaders/dataset.js";
import {auditPoints, auditPublished} from "../../src/model/audit/audit.js";
import {judges} from "../../src/judges/index.js";
import {enlist, judge} from "../../src/model/claims/judge.js";
import type {Dataset} from "../../src/model/dataset.js";

/** Time to judge every claim and to audit 1,000 points, made by repeating the measured runs under other names. */
export async function bench(): Promise<void> {
  enlist(judges);
  const real = loadDataset({root: "."});
  const copies = Math.ceil(1000 / Math.max(1, real.points.length));
  const big = repeated(real, copies);
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const fresh = {...big, requests: [...big.requests]}; // nothing remembered from the round before
    const start = performance.now();
    const verdicts = judge(fresh);
    const rows = [...auditPoints(fresh), ...auditPublished(fresh)];
    times.push(performance.now() - start);
    if (i === 0)
      process.stdout.write(
        `${big.points.length} points, ${big.requests.length} requests, ${big.telemetry.length} telemetry samples: ${verdicts.length} verdicts, ${rows.length} audit rows\n`
      );
  }
  times.sort((a, b) => a - b);
  process.stdout.write(
    `claims and audits: median ${times[2]!.toFixed(0)} ms, slowest of 5 ${times[4]!.toFixed(0)} ms (target 1000 ms)\n`
  );
  const start = performance.now();
  const rounds = 20;
  for (let i = 0; i < rounds; i++) judge(big);
  process.stdout.write(`claims again, audits known: ${((performance.now() - start) / rounds).toFixed(1)} ms\n`);
}

function repeated(real: Dataset, copies: number): Dataset {
  const every = <T>(rows: readonly T[], rename: (row: T, k: number) => T): T[] =>
    Array.from({length: copies}, (_, k) => rows.map((row) => rename(row, k))).flat();
  const id = (text: string, k: number): string => text.replace(/^(\w+\/[^/]+)/, `$1-${k}`);
  return {
    ...real,
    points: every(real.points, (row, k) => ({...row, run: `${row.run}-${k}`, point_id: id(row.point_id, k)})),
    servers: every(real.servers, (row, k) => ({...row, run: `${row.run}-${k}`, server_id: id(row.server_id, k)})),
    requests: every(real.requests, (row, k) => ({...row, point_id: id(row.point_id, k)})),
    telemetry: every(real.telemetry, (row, k) => ({
      ...row,
      run: `${row.run}-${k}`,
      point_id: row.point_id === null ? null : id(row.point_id, k)
    }))
  };
}
