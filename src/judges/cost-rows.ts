import type {Case} from "../model/claims/case.js";
import {Missing} from "../model/claims/missing.js";
import {streamsOf, type Streams} from "./streams.js";

/** A row of table 5.1 with the streams behind its throughput; TPOT is in the tables of section 3. */
export type CostRow = Streams;

/** Rows of table 5.1; the throughput is theirs, the TPOT that of the same machine in table 3.1 or 3.2. */
export function streamsIn(c: Case): CostRow[] {
  return c.rows("5.1").map((row): CostRow => {
    const timed = [...c.rows("3.1"), ...c.rows("3.2")].find(({source_gpu}) => source_gpu === row.source_gpu);
    if (timed === undefined)
      throw new Missing({en: `no TPOT of ${row.source_gpu}`, zh: `没有 ${row.source_gpu} 的 TPOT`});
    const throughput = c.read(row, "throughput_tokens_per_s");
    const {tpot_ms, per_stream} = streamsOf(c, timed);
    return {row, throughput, tpot_ms, per_stream, streams: (throughput * tpot_ms) / 1000};
  });
}
