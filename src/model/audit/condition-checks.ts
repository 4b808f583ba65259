import {say, digits, percent} from "../claims/words.js";
import {drift as driftOf} from "../statistics/drift.js";
import type {PointRow} from "../tables/points.js";
import {fail, graded, notChecked, pass, warn, type Check} from "./audit-row.js";
import {serverKey, type PointContext} from "./point-context.js";

type PointCheck = Check<PointRow, PointContext>;

/** Change over time on one server, from the loads that it repeated: all its points share the finding. */
export const drift: PointCheck = {
  name: "drift",
  label: {en: "Drift", zh: "漂移"},
  strikes: ["ttft_", "tpot_", "itl_", "e2e_", "output_tokens_per_s"],
  run(point, {sentinels}) {
    const found = (sentinels.get(serverKey(point)) ?? []).flatMap((group) => {
      const trend = driftOf(
        group.flatMap(({start_utc, tpot_p50_ms}) =>
          start_utc === null || tpot_p50_ms === null ? [] : [{time_s: start_utc / 1000, value: tpot_p50_ms}]
        )
      );
      return trend === null ? [] : [{trend, name: group[0]!.point}];
    });
    const worst = found.reduce<(typeof found)[number] | null>(
      (a, b) => (a === null || Math.abs(b.trend.change) > Math.abs(a.trend.change) ? b : a),
      null
    );
    if (worst === null) return notChecked("No load was repeated on this server.", "该服务没有重复测过任何负载。");
    const {change, n, p} = worst.trend;
    return graded(
      Math.abs(change),
      [0.02, 0.05],
      say(
        () =>
          `TPOT of ${worst.name} changed by ${percent(change)} over ${n} repeats${p === null ? "" : ` (p = ${digits(p)})`}.`,
        () =>
          `${worst.name} 的 TPOT 在 ${n} 次重复间变化 ${percent(change)}${p === null ? "" : `（p = ${digits(p)}）`}。`
      )
    );
  }
};

/** Power cap and clocks over the window: shares and means, never a single low sample. */
export const throttling: PointCheck = {
  name: "throttling",
  label: {en: "Throttling", zh: "降频"},
  strikes: ["ttft_", "tpot_", "itl_", "e2e_", "output_tokens_per_s", "power_", "energy_"],
  run({run, point_id, power_cap_share, sm_clock_mean_mhz}, {topClockMhz, slowdowns}) {
    const top = topClockMhz.get(run);
    if (power_cap_share === null || sm_clock_mean_mhz === null || top === undefined)
      return notChecked("No telemetry covers the window.", "窗口内没有遥测。");
    const seen = slowdowns.get(point_id);
    const slow = seen === undefined || seen.samples === 0 ? 0 : seen.slow / seen.samples;
    const reason = say(
      (n) =>
        `At the power cap for ${percent(power_cap_share)} of the window, mean clock ${Math.round(sm_clock_mean_mhz)} of ${n(top, "MHz")} seen${slow > 0 ? `, a thermal or power-brake slowdown in ${percent(slow)} of the samples` : ""}.`,
      (n) =>
        `窗口内 ${percent(power_cap_share)} 的时间触及功耗上限，平均频率 ${Math.round(sm_clock_mean_mhz)}，所见最高 ${n(top, "MHz")}${slow > 0 ? `，${percent(slow)} 的采样处于过热或断电保护降频` : ""}。`
    );
    if (slow > 0.05) return fail(reason, slow, 0.05);
    if (sm_clock_mean_mhz < 0.75 * top) return fail(reason, sm_clock_mean_mhz, 0.75 * top);
    if (power_cap_share > 0.2) return warn(reason, power_cap_share, 0.2);
    if (sm_clock_mean_mhz < 0.95 * top) return warn(reason, sm_clock_mean_mhz, 0.95 * top);
    return pass(reason, power_cap_share, 0.2);
  }
};

/** How well the client's clock is tied to that of the telemetry. */
export const clockAlignment: PointCheck = {
  name: "clock",
  label: {en: "Clock alignment", zh: "时钟对齐"},
  strikes: ["power_", "energy_", "sm_clock", "temperature", "memory_used"],
  run({clock, clock_uncertainty_s, duration_s}) {
    if (clock === null || clock === "none" || clock_uncertainty_s === null)
      return notChecked("No clock ties the client to the telemetry.", "没有时钟把客户端与遥测对齐。");
    const share = duration_s === null || duration_s <= 0 ? 1 : clock_uncertainty_s / duration_s;
    return graded(
      share,
      [0.02, 0.25],
      say(
        (n) =>
          `${clock === "pair" ? "A recorded clock pair" : "The least offset that all points of one boot allow"}, uncertain by ${n(clock_uncertainty_s, "s")}, ${percent(share)} of the window.`,
        (n) =>
          `${clock === "pair" ? "有记录的时钟对" : "同次开机各点所允许的最小偏移"}，不确定度 ${n(clock_uncertainty_s, "s")}，为窗口的 ${percent(share)}。`
      )
    );
  }
};

/** Whether the telemetry covers the window: an edge may be extrapolated by one sample, a gap may not. */
export const energyValid: PointCheck = {
  name: "energy",
  label: {en: "Energy window", zh: "能量窗口"},
  strikes: ["power_", "energy_", "output_tokens_per_s_per_w"],
  run({energy_valid, energy_reasons, power_mean_w}) {
    if (energy_valid) return pass({en: "Telemetry covers the window.", zh: "遥测覆盖窗口。"}, power_mean_w, null);
    if (power_mean_w === null)
      return notChecked(
        `Energy is not known: ${energy_reasons ?? "no reason given"}.`,
        `能量未知：${energy_reasons ?? "未说明原因"}。`
      );
    return fail(
      {
        en: `Energy is not valid: ${energy_reasons ?? "no reason given"}.`,
        zh: `能量无效：${energy_reasons ?? "未说明原因"}。`
      },
      power_mean_w,
      null
    );
  }
};
