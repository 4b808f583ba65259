import {count, say, digits, percent} from "../claims/words.js";
import type {PointRow} from "../tables/points.js";
import {fail, graded, notChecked, pass, warn, type Check, type Finding} from "./audit-row.js";
import type {PointContext} from "./point-context.js";

type PointCheck = Check<PointRow, PointContext>;

/** Delivered against configured concurrency of a closed loop. */
export const deliveredConcurrency: PointCheck = {
  name: "delivered_concurrency",
  label: {en: "Delivered concurrency", zh: "实际并发"},
  strikes: [],
  run({load, concurrency, concurrency_mean, concurrency_max, n_requests}) {
    if (load !== "closed") return notChecked("Not a closed loop.", "不是闭环。");
    if (concurrency === null || concurrency_mean === null)
      return notChecked("The concurrency was not set or not counted.", "并发未设定或未统计。");
    const most = Math.min(concurrency, n_requests ?? concurrency);
    const reason = say(
      () => `${digits(concurrency_mean)} in the mean and ${concurrency_max ?? "?"} at most, of ${most}.`,
      () => `平均 ${digits(concurrency_mean)}，最多 ${concurrency_max ?? "?"}，设定 ${most}。`
    );
    if (concurrency_max !== null && concurrency_max > concurrency) return fail(reason, concurrency_max, concurrency);
    const short = 1 - concurrency_mean / most;
    return graded(short, [0.1, 0.25], reason);
  }
};

/** Delivered against configured arrival rate of an open loop; Poisson arrivals vary by 2 / sqrt(n) on their own. */
export const deliveredRate: PointCheck = {
  name: "delivered_rate",
  label: {en: "Delivered rate", zh: "实际到达率"},
  strikes: [],
  run({load, request_rate_per_s, point_id}, {requests}) {
    if (load !== "open" || request_rate_per_s === null) return notChecked("Not an open loop.", "不是开环。");
    const starts = (requests.get(point_id) ?? []).flatMap(({start_s}) => (start_s === null ? [] : [start_s]));
    const span = starts.reduce((a, b) => Math.max(a, b), -Infinity) - starts.reduce((a, b) => Math.min(a, b), Infinity);
    if (starts.length < 3 || !(span > 0)) return notChecked("The requests have no start times.", "请求没有开始时刻。");
    const rate = (starts.length - 1) / span;
    const off = Math.abs(rate / request_rate_per_s - 1);
    const chance = 2 / Math.sqrt(starts.length);
    return graded(
      off,
      [Math.max(0.05, chance), Math.max(0.1, 2 * chance)],
      say(
        (n) =>
          `${n(rate, "req/s")} arrived, ${n(request_rate_per_s, "req/s")} asked: ${percent(off)} off; chance alone explains ${percent(chance)}.`,
        (n) =>
          `实际到达 ${n(rate, "req/s")}，设定 ${n(request_rate_per_s, "req/s")}：相差 ${percent(off)}；仅随机性可达 ${percent(chance)}。`
      )
    );
  }
};

/** A cold test must not answer from the prefix cache. */
export const prefixCache: PointCheck = {
  name: "prefix_cache",
  label: {en: "Prefix-cache hits", zh: "前缀缓存命中"},
  strikes: ["ttft_"],
  run(point, {requests}) {
    const {prefix_cache_hit_tokens: hits, input_tokens_mean, n_requests, concurrency} = point;
    const sent = requests.get(point.point_id) ?? [];
    const ttfts = sent.map(({ttft_ms}) => ttft_ms);
    const first = ttfts[0] ?? null;
    const rest = ttfts.slice(1).filter((ms) => ms !== null);
    const least = rest.length === 0 ? null : Math.min(...rest);
    // With one stream nothing queues, so a first answer far below all others can only have been cached. With more, the
    // first may only have been ahead of the queue: there the server's counter must say that something was cached.
    const alone = concurrency === 1 || (hits !== null && hits > 0);
    const firstHit = alone && first !== null && least !== null && rest.length >= 4 && first < 0.75 * least;
    const outlier = say(
      (n) =>
        firstHit ? ` Request 0 answers after ${n(first, "ms")}, the others after ${n(least, "ms")} at least.` : "",
      (n) => (firstHit ? `请求 0 的首 token 用了 ${n(first, "ms")}，其余至少 ${n(least, "ms")}。` : "")
    );
    if (hits === null || input_tokens_mean === null || n_requests === null || n_requests === 0) {
      if (firstHit)
        return warn(
          {en: `The server's counter is not known.${outlier.en}`, zh: `没有服务端计数。${outlier.zh}`},
          first,
          least
        );
      return notChecked("The server's hit counter is not known.", "没有服务端的命中计数。");
    }
    const share = hits / (input_tokens_mean * n_requests);
    const reason = say(
      () =>
        `${count(hits)} prompt tokens came from the prefix cache, warm-up requests included: ${percent(share)} of what was sent.${outlier.en}`,
      () => `有 ${count(hits)} 个提示 token 来自前缀缓存（含预热请求）：占发送量的 ${percent(share)}。${outlier.zh}`
    );
    if (share > 0.25) return fail(reason, share, 0.25);
    return hits > 0 || firstHit ? warn(reason, share, 0) : pass(reason, 0, 0);
  }
};

/** The client's own error of TTFT, from its calibration against a server of known latencies. */
export const clientTtftError: PointCheck = {
  name: "client_error_ttft",
  label: {en: "Client error, TTFT", zh: "客户端误差（TTFT）"},
  strikes: ["ttft_"],
  run: (row) => clientError(row.client_ttft_error_ms, row.ttft_p50_ms, "TTFT")
};

/** The client's own error of TPOT: by how much its gaps are off on average. */
export const clientTpotError: PointCheck = {
  name: "client_error_tpot",
  label: {en: "Client error, TPOT", zh: "客户端误差（TPOT）"},
  strikes: ["tpot_", "itl_"],
  run: (row) => clientError(row.client_itl_error_ms, row.tpot_p50_ms, "TPOT")
};

function clientError(error: number | null, metric: number | null, name: string): Finding {
  if (error === null) return notChecked("The client was not calibrated at this load.", "客户端没有在此负载下校准。");
  if (metric === null) return notChecked("The point has no latencies.", "该点没有时延。");
  const share = Math.abs(error) / metric;
  return graded(
    share,
    [0.02, 0.1],
    say(
      (n) => `The client's own error is ${percent(share)} of ${name} p50: ${n(Math.abs(error), "ms")}.`,
      (n) => `客户端自身误差为 ${name} p50 的 ${percent(share)}：${n(Math.abs(error), "ms")}。`
    )
  );
}
