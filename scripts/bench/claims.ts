import {loadDataset} from "../../loaders/dataset.js";
import {auditPoints, auditPublished} from "../../src/model/audit/audit.js";
import {judges} from "../../src/judges/index.js";
import {enlist, judge} from "../../src/model/claims/judge.js";
import type {Dataset} from "../../src/model/dataset.js";
import {figure, type Measured} from "./support/record.js";
import {ofRounds, timed} from "./support/rounds.js";

/** Time to judge every claim and to audit 1,000 points, made by repeating the measured runs under other names. */
export function bench(): Promise<Measured> {
  enlist(judges);
  const real = loadDataset({root: "."});
  const copies = Math.ceil(1000 / Math.max(1, real.points.length));
  const big = repeated(real, copies);
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const fresh = {...big, requests: [...big.requests]}; // nothing remembered from the round before
    const start = performance.now();
    judge(fresh);
    auditPoints(fresh);
    auditPublished(fresh);
    times.push(performance.now() - start);
  }
  const {points, requests, telemetry} = big;
  const sizes = [points.length, requests.length, telemetry.length].map((n) => n.toLocaleString("en-US"));
  return Promise.resolve({
    title: {en: "Claims and audits", zh: "论断与审计"},
    conditions: [
      {
        en: `The measured runs repeated under other names: ${sizes[0]} points, ${sizes[1]} requests, ${sizes[2]} telemetry samples; all tables in memory.`,
        zh: `以其他名称重复的实测运行：${sizes[0]} 个测量点、${sizes[1]} 个请求、${sizes[2]} 个遥测样本；各表均在内存中。`
      }
    ],
    figures: [
      figure({
        id: "judge_and_audit_ms",
        what: {en: "judge every claim, audit every point", zh: "判定全部论断并审计全部测量点"},
        ...ofRounds(times),
        unit: "ms",
        goal: 1000
      }),
      figure({
        id: "judge_again_ms",
        what: {en: "judge again, audits known", zh: "审计已知时再次判定"},
        ...ofRounds(timed(() => judge(big), 20, 0)),
        unit: "ms"
      })
    ]
  });
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
