import {say, digits, percent} from "../claims/words.js";
import type {PointRow} from "../tables/points.js";
import {fail, notChecked, pass, warn, graded, type Check} from "./audit-row.js";
import type {PointContext} from "./point-context.js";

type PointCheck = Check<PointRow, PointContext>;

/** Failed requests: one in a hundred is told, more spoil the point. */
export const failures: PointCheck = {
  name: "failures",
  label: {en: "Failed requests", zh: "失败请求"},
  strikes: [],
  run({status, n_requests, n_failed, problems}) {
    if (status === "failed")
      return fail(
        {
          en: `The point carries no number: ${problems ?? "no reason given"}.`,
          zh: `该点没有可用数字：${problems ?? "未说明原因"}。`
        },
        n_failed,
        0
      );
    if (n_requests === null || n_failed === null || n_requests === 0)
      return notChecked("The number of requests is not known.", "请求数未知。");
    const share = n_failed / n_requests;
    const reason = say(
      () => `${n_failed} of ${n_requests} requests failed.`,
      () => `${n_requests} 个请求中有 ${n_failed} 个失败。`
    );
    return n_failed === 0 ? pass(reason, 0, 0) : share > 0.01 ? fail(reason, share, 0.01) : warn(reason, share, 0);
  }
};

/** Answers shorter than asked make a point look faster than it is. */
export const shortOutputs: PointCheck = {
  name: "short_outputs",
  label: {en: "Short outputs", zh: "输出不足"},
  strikes: ["output_tokens_per_s", "e2e_", "energy_j_per_output_token"],
  run({n_short, n_completed, output_tokens}) {
    if (n_short === null || n_completed === null || n_completed === 0)
      return notChecked("No output length was asked, or no counts are given.", "未设定输出长度，或没有计数。");
    const reason = say(
      () => `${n_short} of ${n_completed} answers are shorter than the ${output_tokens} tokens asked.`,
      () => `${n_completed} 个回答中有 ${n_short} 个短于设定的 ${output_tokens} 个 token。`
    );
    return n_short === 0 ? pass(reason, 0, 0) : fail(reason, n_short / n_completed, 0);
  }
};

/** Delivered against asked prompt length: tools add or lose tokens on the way. */
export const inputLength: PointCheck = {
  name: "input_length",
  label: {en: "Prompt length", zh: "提示长度"},
  strikes: ["ttft_", "input_tokens", "total_tokens_per_s"],
  run: ({input_tokens, input_tokens_mean}) => lengthOf("input", input_tokens, input_tokens_mean)
};

export const outputLength: PointCheck = {
  name: "output_length",
  label: {en: "Answer length", zh: "回答长度"},
  strikes: ["e2e_", "output_tokens_per_s", "energy_j_per_output_token"],
  run: ({output_tokens, output_tokens_mean}) => lengthOf("output", output_tokens, output_tokens_mean)
};

function lengthOf(which: "input" | "output", asked: number | null, mean: number | null): ReturnType<typeof pass> {
  if (asked === null || mean === null)
    return notChecked(`No ${which} length was asked or counted.`, "未设定或未统计长度。");
  return graded(
    Math.abs(mean / asked - 1),
    [0.01, 0.05],
    say(
      () =>
        `${digits(mean)} ${which} tokens in the mean, ${digits(asked)} asked: ${percent(Math.abs(mean / asked - 1))} off.`,
      () =>
        `平均 ${digits(mean)} 个${which === "input" ? "输入" : "输出"} token，设定 ${digits(asked)}：相差 ${percent(Math.abs(mean / asked - 1))}。`
    )
  );
}

/** The start of a point, before all streams are busy, and its end, when they run out. */
export const rampShare: PointCheck = {
  name: "ramp",
  label: {en: "Ramp and drain", zh: "升载与排空"},
  strikes: ["output_tokens_per_s", "total_tokens_per_s", "input_tokens_per_s", "requests_per_s", "power_", "energy_"],
  run({point_id, concurrency, load, duration_s}, {requests}) {
    const spans = (requests.get(point_id) ?? []).flatMap(({start_s, e2e_ms, ok}) =>
      ok && start_s !== null && e2e_ms !== null ? [{start: start_s, end: start_s + e2e_ms / 1000}] : []
    );
    if (spans.length === 0 || duration_s === null || duration_s <= 0)
      return notChecked("The requests have no start times.", "请求没有开始时刻。");
    const full = load === "closed" && concurrency !== null ? Math.min(concurrency, spans.length) : null;
    const starts = spans.map(({start}) => start).sort((a, b) => a - b);
    const ends = spans.map(({end}) => end).sort((a, b) => a - b);
    const up = full === null ? 0 : starts[full - 1]! - starts[0]!;
    // Streams stay busy while a request is left to start; after the last start each end leaves one idle.
    const firstIdle = full === null ? starts.at(-1)! : (ends[spans.length - full] ?? ends.at(-1)!);
    const drain = Math.max(0, ends.at(-1)! - Math.max(firstIdle, full === null ? firstIdle : starts.at(-1)!));
    const share = Math.min(1, (up + drain) / duration_s);
    return graded(
      share,
      [0.1, 0.4],
      say(
        () => `${percent(share)} of the window is ramp-up or drain.`,
        () => `窗口中 ${percent(share)} 是升载或排空。`
      )
    );
  }
};
