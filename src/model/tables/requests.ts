import {flag, integer, numberOrNull, table, text, textOrNull, type Row} from "../table.js";

/** One row a request, in the order in which the client listed them. */
export const requests = table(
  "requests",
  {en: "Requests", zh: "请求"},
  {
    point_id: text("Point id", "测量点 id"),
    request: integer(
      "Request",
      "请求序号",
      null,
      "index in the client's arrays, from 0",
      "在客户端数组中的序号，从 0 起"
    ),
    start_s: numberOrNull("Start", "开始", "s", "since the first request of the point", "自该点首个请求起"),
    ttft_ms: numberOrNull("TTFT", "TTFT", "ms"),
    tpot_ms: numberOrNull("TPOT", "TPOT", "ms", "null with fewer than two output tokens", "输出少于两个 token 时为空"),
    e2e_ms: numberOrNull("E2E", "E2E", "ms"),
    itl_max_ms: numberOrNull("Longest gap", "最长间隔", "ms"),
    input_tokens: integer("Input tokens", "输入 token", "tokens"),
    output_tokens: integer("Output tokens", "输出 token", "tokens"),
    ok: flag("Completed", "完成"),
    error: textOrNull("Error", "错误")
  }
);

export type RequestRow = Row<typeof requests>;
