import type {PublishedRow} from "../model/tables/published.js";
import type {Text} from "../model/text.js";
import type {Case} from "../model/claims/case.js";
import {Missing} from "../model/claims/missing.js";
import {articlePoints, readPoint} from "../model/claims/observe.js";
import {nameOf} from "./single-cards.js";
import {streamsOf, type Streams} from "./streams.js";
import {percent, say} from "../model/claims/words.js";

/** A machine of table 5.2: its printed rate and power, and the same for one stream. */
export interface PerWatt {
  readonly row: PublishedRow;
  readonly power_w: number;
  readonly throughput: number;
  readonly streams: number;
  readonly per_stream: number;
  /** As printed: throughput / power, tok/s/W. */
  readonly asPrinted: number;
  /** One stream / power, tok/s/W. */
  readonly even: number;
}

/** Rows of table 5.2; the TPOT is that of the same machine in table 3.1 or 3.2. */
export function perWatt(c: Case): PerWatt[] {
  return c.rows("5.2").map((row) => {
    const timed = [...c.rows("3.1"), ...c.rows("3.2")].find(({source_gpu}) => source_gpu === row.source_gpu);
    if (timed === undefined)
      throw new Missing({en: `no TPOT of ${row.source_gpu}`, zh: `没有 ${row.source_gpu} 的 TPOT`});
    return quotient(row, c.read(row, "power_w"), c.read(row, "throughput_tokens_per_s"), streamsOf(c, timed));
  });
}

/** Single cards that table 5.2 leaves out, at their typical power of table 2.2, as its own rows are. */
export function leftOutPerWatt(c: Case): PerWatt[] {
  const listed = c.rows("5.2").map(({source_gpu}) => source_gpu);
  return c.rows("3.1").flatMap((row) => {
    const power = c.dataset.article.gpus.find(({id}) => id === row.source_gpu)?.typical_power_w;
    if (listed.includes(row.source_gpu) || power === undefined) return [];
    c.cite({id: `article/gpus/${row.source_gpu}`, column: "typical_power_w", value: power, kind: "published"});
    const timed = streamsOf(c, row);
    return [quotient(row, power, timed.throughput, timed)];
  });
}

function quotient(row: PublishedRow, power_w: number, throughput: number, timed: Streams): PerWatt {
  const {tpot_ms, per_stream} = timed;
  return {
    row,
    power_w,
    throughput,
    per_stream,
    streams: (throughput * tpot_ms) / 1000,
    asPrinted: throughput / power_w,
    even: per_stream / power_w
  };
}

/** Says when the printed powers are the cards' typical powers of table 2.2, that is, nobody's measurement. */
export function nameplateNote(c: Case, rows: readonly PerWatt[]): Text {
  const nameplate = rows.every(
    ({row, power_w}) => c.dataset.article.gpus.find(({id}) => id === row.source_gpu)?.typical_power_w === power_w
  );
  if (!nameplate) return {en: "", zh: ""};
  const alone = articlePoints(c, "fp16").find(
    (p) => p.concurrency === 1 && p.gpus === 1 && p.power_mean_w !== null && p.energy_valid
  );
  const power = alone === undefined ? null : readPoint(c, alone, "power_mean_w");
  const board = alone?.gpu == null ? undefined : c.dataset.hardware.find(({gpu}) => gpu === alone.gpu);
  const seen =
    alone === undefined || power === null || board === undefined
      ? {en: "", zh: ""}
      : say(
          (n) =>
            ` A measured ${nameOf({gpu: board.gpu, gpus: 1})} drew ${n(power, "W")} of its ${n(board.board_power_w, "W")} at one stream (${percent(power / board.board_power_w)}).`,
          (n) =>
            `实测的 ${nameOf({gpu: board.gpu, gpus: 1})} 单路时功耗为 ${n(power, "W")}，额定 ${n(board.board_power_w, "W")}（${percent(power / board.board_power_w)}）。`
        );
  return {
    en: `The powers are the typical powers of table 2.2, not measurements.${seen.en}`,
    zh: `所用功耗就是表 2.2 的典型功耗，并非实测。${seen.zh}`
  };
}
