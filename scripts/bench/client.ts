import {availableParallelism} from "node:os";
import {builtinClient} from "../client/builtin.js";
import {calibrate} from "../client/calibrate.js";
import {figure, type Measured} from "./support/record.js";

const streams = [1, 10, 100, 500];
/** A rate counts as held while the mean gap grows by less than this share. */
const heldWithin = 0.02;

/**
 * The built-in client's errors against a local server of known latencies (TTFT 50 ms, gap 10 ms) and its
 * processor time for each token, then the most tokens per second that it reads without falling behind.
 */
export async function bench(): Promise<Measured> {
  const client = builtinClient();
  try {
    await client.start();
    const {levels, ttft_ms, itl_ms} = await calibrate(client, {streams});
    const figures = levels.flatMap(({streams: n, ttft_error_mean_ms, itl_error_mean_ms, cpu_us_per_token}) => [
      figure({
        id: `ttft_error_${n}_streams_ms`,
        what: {en: `mean error of TTFT, ${n} streams`, zh: `TTFT 平均误差，${n} 路`},
        value: ttft_error_mean_ms,
        unit: "ms",
        goal: heldWithin * ttft_ms
      }),
      figure({
        id: `gap_error_${n}_streams_ms`,
        what: {en: `mean error of a gap, ${n} streams`, zh: `间隔平均误差，${n} 路`},
        value: itl_error_mean_ms,
        unit: "ms",
        goal: heldWithin * itl_ms
      }),
      ...(cpu_us_per_token === null
        ? []
        : [
            figure({
              id: `cpu_${n}_streams_us_per_token`,
              what: {en: `processor time a token, ${n} streams`, zh: `每 token 处理器时间，${n} 路`},
              value: cpu_us_per_token,
              unit: "us"
            })
          ])
    ]);
    // The mean gap over that of the server: what is said of a load is wrong by as much.
    let heldTokens = 0;
    for (const itl of [10, 8, 6, 5, 4, 3, 2]) {
      const fast = await calibrate(client, {streams: [200], itl_ms: itl, output_tokens: 200, rounds: 1});
      if (fast.levels[0]!.itl_bias_ms > heldWithin * itl) break;
      heldTokens = (200 * 1000) / itl;
    }
    let heldStreams = 0;
    for (const n of [250, 500, 750, 1000, 1500, 2000]) {
      const {levels: reached} = await calibrate(client, {streams: [n], itl_ms: 50, output_tokens: 40, rounds: 1});
      if (reached[0]!.itl_bias_ms > heldWithin * 50) break;
      heldStreams = n;
    }
    return {
      title: {en: "Built-in client", zh: "内置客户端"},
      conditions: [
        {
          en: `A local server of known latencies, TTFT ${ttft_ms} ms and gap ${itl_ms} ms, shares the ${availableParallelism()} cores. A rate or a number of streams is held while the mean gap grows by less than ${100 * heldWithin} %.`,
          zh: `已知时延的本地服务器（TTFT ${ttft_ms} ms、间隔 ${itl_ms} ms）与客户端共用 ${availableParallelism()} 个核。平均间隔增长低于 ${100 * heldWithin} % 时，视为能维持该速率或路数。`
        }
      ],
      figures: [
        ...figures,
        figure({
          id: "held_tokens_per_s",
          what: {en: "most tokens read at 200 streams", zh: "200 路时可读取的最高 token 速率"},
          value: heldTokens,
          unit: "tok/s",
          better: "higher"
        }),
        figure({
          id: "held_requests_per_s",
          what: {en: "the same as requests of 200 tokens", zh: "同上，折合每请求 200 token"},
          value: heldTokens / 200,
          unit: "req/s",
          better: "higher"
        }),
        figure({
          id: "held_streams",
          what: {en: "most streams held at a gap of 50 ms", zh: "间隔 50 ms 时可维持的最多路数"},
          value: heldStreams,
          unit: "streams",
          better: "higher"
        })
      ]
    };
  } finally {
    await client.close();
  }
}
