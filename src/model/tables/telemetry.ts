import {flagOrNull, integer, integerOrNull, number, numberOrNull, table, text, textOrNull, type Row} from "../table.js";

/** One row a sample of one GPU, on the UTC axis that the points share. */
export const telemetry = table(
  "telemetry",
  {en: "Telemetry", zh: "遥测"},
  {
    run: text("Run", "运行"),
    server: textOrNull("Server", "服务配置"),
    gpu_index: integer("GPU index", "GPU 序号"),
    time_utc: {...number("Time", "时刻"), type: "instant"},
    point_id: textOrNull(
      "Point id",
      "测量点 id",
      null,
      "the point whose measured window holds this sample",
      "测量窗口包含该采样的点"
    ),
    power_w: numberOrNull("Board power", "板卡功耗", "W"),
    power_limit_w: numberOrNull("Power limit", "功耗上限", "W"),
    sm_clock_mhz: numberOrNull("SM clock", "SM 频率", "MHz"),
    memory_clock_mhz: numberOrNull("Memory clock", "显存频率", "MHz"),
    temperature_c: numberOrNull("Temperature", "温度", "°C"),
    gpu_utilisation_pct: numberOrNull("GPU utilisation", "GPU 利用率", "%"),
    memory_used_mib: numberOrNull("Memory used", "显存占用", "MiB"),
    throttle_reasons: integerOrNull(
      "Clock event reasons",
      "降频原因",
      null,
      "bit mask of clocks_event_reasons.active",
      "clocks_event_reasons.active 位掩码"
    ),
    power_capped: flagOrNull("Power cap active", "功耗上限生效", null, "bit 0x4 of the reasons", "原因位 0x4")
  }
);

export type TelemetryRow = Row<typeof telemetry>;
