import {costPerMtok} from "../cost.js";
import {sectionOf} from "../claims/section-of.js";
import {rounding} from "../claims/compare.js";
import {say, digits, percent} from "../claims/words.js";
import {tpotFloorMs, ttftFloorMs} from "../physics/bounds.js";
import {weightBytes} from "../physics/weights.js";
import type {PublishedRow} from "../tables/published.js";
import type {PublishedContext} from "./published-context.js";
import {fail, notChecked, pass, warn, type Check, type Finding} from "./audit-row.js";

type PublishedCheck = Check<PublishedRow, PublishedContext>;

const absent = (what: string, zh: string): Finding => notChecked(`The row gives no ${what}.`, `该行没有给出${zh}。`);

/** Checks of a printed row: physics, and its own arithmetic. */
export const publishedChecks: readonly PublishedCheck[] = [
  {
    name: "tpot_floor",
    label: {en: "TPOT against its floor", zh: "TPOT 与下限"},
    strikes: ["tpot_ms"],
    run(row, {target, load}) {
      const bound = target(row);
      if (row.tpot_ms === null || bound === null) return absent("TPOT", " TPOT");
      const floor = tpotFloorMs(bound, load);
      const reason = say(
        (n) => `${n(row.tpot_ms!, "ms")}, floor ${n(floor, "ms")}: ${percent(floor / row.tpot_ms!)} of the bandwidth.`,
        (n) => `${n(row.tpot_ms!, "ms")}，下限 ${n(floor, "ms")}：用到带宽的 ${percent(floor / row.tpot_ms!)}。`
      );
      if (row.tpot_ms < floor) return fail(reason, row.tpot_ms, floor);
      return row.tpot_ms > 3 * floor ? warn(reason, row.tpot_ms, 3 * floor) : pass(reason, row.tpot_ms, floor);
    }
  },
  {
    name: "ttft_floor",
    label: {en: "TTFT against its floor", zh: "TTFT 与下限"},
    strikes: ["ttft_ms"],
    run(row, {target, load}) {
      const bound = target(row);
      if (row.ttft_ms === null || bound === null) return absent("TTFT", " TTFT");
      const floor = ttftFloorMs(bound, load.inputTokens);
      const reason = say(
        (n) => `${n(row.ttft_ms!, "ms")}, floor ${n(floor, "ms")}.`,
        (n) => `${n(row.ttft_ms!, "ms")}，下限 ${n(floor, "ms")}。`
      );
      return row.ttft_ms < floor ? fail(reason, row.ttft_ms, floor) : pass(reason, row.ttft_ms, floor);
    }
  },
  {
    name: "throughput_streams",
    label: {en: "Throughput against TPOT", zh: "吞吐与 TPOT"},
    strikes: ["throughput_tokens_per_s", "cost_", "tokens_per_s_per_w"],
    run(row, {timed}) {
      const at = timed(row);
      if (row.throughput_tokens_per_s === null || at?.tpot_ms == null)
        return absent("throughput or TPOT", "吞吐或 TPOT");
      const streams = (row.throughput_tokens_per_s * at.tpot_ms) / 1000;
      const carried = at.max_concurrency;
      const reason = say(
        (n) =>
          `${digits(row.throughput_tokens_per_s!)} × ${digits(at.tpot_ms!)} / 1000 = ${n(streams, "streams")}${carried === null ? "" : `, the row carries ${digits(carried)}`}.`,
        (n) =>
          `${digits(row.throughput_tokens_per_s!)} × ${digits(at.tpot_ms!)} / 1000 = ${n(streams, "streams")}${carried === null ? "" : `，该行自称承载 ${digits(carried)}`}。`
      );
      if (carried === null) return warn(reason, streams, null);
      if (streams > carried * 1.05) return fail(reason, streams, carried);
      return streams * 1.1 < carried ? warn(reason, streams, carried) : pass(reason, streams, carried);
    }
  },
  {
    name: "latency_limit",
    label: {en: "Answer time against the claimed limit", zh: "回答时间与声称的限值"},
    strikes: ["max_concurrency"],
    run(row, {load, limitMs}) {
      if (row.ttft_ms === null || row.tpot_ms === null || row.max_concurrency === null || limitMs === null)
        return absent("TTFT, TPOT or concurrency", " TTFT、TPOT 或并发");
      const e2e = row.ttft_ms + (load.outputTokens - 1) * row.tpot_ms;
      const reason = say(
        (n) =>
          `One answer takes ${n(e2e / 1000, "s")}, the limit is ${n(limitMs / 1000, "s")}; as TTFT it would be ${n(row.ttft_ms! / 1000, "s")}.`,
        (n) =>
          `单个回答要 ${n(e2e / 1000, "s")}，限值 ${n(limitMs / 1000, "s")}；若按 TTFT 则为 ${n(row.ttft_ms! / 1000, "s")}。`
      );
      return e2e > limitMs ? fail(reason, e2e, limitMs) : pass(reason, e2e, limitMs);
    }
  },
  {
    name: "cost_arithmetic",
    label: {en: "Cost from price and throughput", zh: "由价格与吞吐算成本"},
    strikes: ["cost_"],
    run({cost_cny_per_mtok_output: cost, price_cny_per_hour: price, throughput_tokens_per_s: rate}) {
      if (cost === null || price === null || rate === null)
        return absent("cost, price or throughput", "成本、价格或吞吐");
      const at = (hour: number, tokens_per_s: number): number =>
        costPerMtok({price_per_gpu_h: hour, gpus: 1, tokens_per_s, utilisation: 1});
      const [p, r, c] = [rounding(price), rounding(rate), rounding(cost)];
      const expected = at(price, rate);
      const reason = say(
        (n) => `${n(cost, "CNY")} printed, ${n(expected, "CNY")} from price and throughput.`,
        (n) => `所印 ${n(cost, "CNY")}，由价格与吞吐得 ${n(expected, "CNY")}。`
      );
      const agrees = at(p.lo, r.hi) <= c.hi && at(p.hi, r.lo) >= c.lo;
      return agrees ? pass(reason, cost, expected) : fail(reason, cost, expected);
    }
  },
  {
    name: "per_watt_arithmetic",
    label: {en: "Tokens per watt from its parts", zh: "由分项算每瓦 token"},
    strikes: ["tokens_per_s_per_w"],
    run({tokens_per_s_per_w: printed, throughput_tokens_per_s: rate, power_w}) {
      if (printed === null || rate === null || power_w === null)
        return absent("rate, power or quotient", "速率、功耗或商");
      const expected = rate / power_w;
      const reason = say(
        (n) => `${n(printed, "tok/s/W")} printed, ${n(expected, "tok/s/W")} from its parts.`,
        (n) => `所印 ${n(printed, "tok/s/W")}，由分项得 ${n(expected, "tok/s/W")}。`
      );
      const {lo, hi} = rounding(printed);
      return expected >= lo && expected <= hi ? pass(reason, printed, expected) : fail(reason, printed, expected);
    }
  },
  {
    name: "power_nameplate",
    label: {en: "Power measured", zh: "功耗为实测"},
    strikes: [],
    run({power_w, source_gpu}, {dataset}) {
      if (power_w === null) return absent("power", "功耗");
      const typical = dataset.article.gpus.find(({id}) => id === source_gpu)?.typical_power_w ?? null;
      if (typical === null) return notChecked("The source gives no typical power.", "来源没有给出典型功耗。");
      const reason = say(
        (n) =>
          power_w === typical
            ? `${n(power_w, "W")} is the typical power of table 2.2, not a measurement.`
            : `${n(power_w, "W")} differs from the typical ${n(typical, "W")}.`,
        (n) =>
          power_w === typical
            ? `${n(power_w, "W")} 就是表 2.2 的典型功耗，并非实测。`
            : `${n(power_w, "W")} 与典型值 ${n(typical, "W")} 不同。`
      );
      return power_w === typical ? warn(reason, power_w, typical) : pass(reason, power_w, typical);
    }
  },
  {
    name: "vram_capacity",
    label: {en: "Peak memory fits the card", zh: "显存峰值不超过卡"},
    strikes: ["vram_"],
    run({vram_peak_gb, gpu, gpus}, {dataset}) {
      const card = dataset.hardware.find((row) => row.gpu === gpu);
      if (vram_peak_gb === null || card === undefined) return absent("peak memory", "显存峰值");
      const most = (card.memory_mib * 2 ** 20 * gpus) / 1e9;
      const reason = say(
        (n) => `${n(vram_peak_gb, "GB")} of ${n(most, "GB")}.`,
        (n) => `${n(most, "GB")} 中的 ${n(vram_peak_gb, "GB")}。`
      );
      return vram_peak_gb > most ? fail(reason, vram_peak_gb, most) : pass(reason, vram_peak_gb, most);
    }
  },
  {
    name: "vram_utilisation",
    label: {en: "Memory share against peak", zh: "显存占比与峰值"},
    strikes: ["vram_"],
    run(row, {dataset}) {
      if (row.vram_utilisation_pct === null) return absent("memory share", "显存占比");
      const other = dataset.published.find(
        (one) => one.source_gpu === row.source_gpu && one.precision === row.precision && one.vram_peak_gb !== null
      );
      const total = dataset.article.gpus.find(({id}) => id === row.source_gpu)?.memory_gb_total;
      if (other?.vram_peak_gb == null || total === undefined)
        return notChecked("No row gives this machine's peak.", "没有一行给出该机器的峰值。");
      const peak = rounding(other.vram_peak_gb);
      const said = rounding(row.vram_utilisation_pct);
      const [lo, hi] = [(100 * peak.lo) / total, (100 * peak.hi) / total];
      const share = peak.value / total;
      const reason = say(
        (n) =>
          `${percent(row.vram_utilisation_pct! / 100)} printed; the peak of table ${sectionOf(other.source_table)}, ${n(peak.value, "GB")}, is ${percent(share)}.`,
        (n) =>
          `所印 ${percent(row.vram_utilisation_pct! / 100)}；表 ${sectionOf(other.source_table)} 的峰值 ${n(peak.value, "GB")} 为 ${percent(share)}。`
      );
      return hi < said.lo || lo > said.hi
        ? fail(reason, row.vram_utilisation_pct, 100 * share)
        : pass(reason, row.vram_utilisation_pct, 100 * share);
    }
  },
  {
    name: "precision_memory",
    label: {en: "Peak memory holds the weights", zh: "显存峰值容得下权重"},
    strikes: ["vram_"],
    run(row, {target}) {
      const bound = target(row);
      if (row.vram_peak_gb === null || bound === null) return absent("peak memory", "显存峰值");
      const least = weightBytes(bound.arch, bound.precision) / 1e9;
      const reason = say(
        (n) => `${n(row.vram_peak_gb!, "GB")}, the weights in ${row.precision} take ${n(least, "GB")}.`,
        (n) => `${n(row.vram_peak_gb!, "GB")}，${row.precision} 权重占 ${n(least, "GB")}。`
      );
      return row.vram_peak_gb < least ? fail(reason, row.vram_peak_gb, least) : pass(reason, row.vram_peak_gb, least);
    }
  }
];
