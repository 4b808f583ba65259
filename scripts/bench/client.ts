import {cpus} from "node:os";
import {builtinClient} from "../client/builtin.js";
import {calibrate} from "../client/calibrate.js";

const streams = [1, 10, 100, 500];
/** A rate counts as held while the mean gap grows by less than this share. */
const heldWithin = 0.05;

/**
 * Prints the built-in client's errors against a local server of known latencies (TTFT 50 ms, gap 10 ms) and its
 * processor time for each token, then the most tokens per second that it reads without falling behind.
 */
export async function bench(): Promise<void> {
  const client = builtinClient();
  try {
    await client.start();
    const {levels, ttft_ms, itl_ms} = await calibrate(client, {streams});
    process.stdout.write(
      `built-in client, server of TTFT ${ttft_ms} ms and gap ${itl_ms} ms, ${cpus().length} cores\n`
    );
    process.stdout.write("streams  TTFT error mean  p50     p99     gap error mean  p99     us/token  server late\n");
    for (const level of levels) {
      const ms = (value: number, width: number): string => value.toFixed(2).padEnd(width);
      process.stdout.write(
        `${String(level.streams).padEnd(9)}${ms(level.ttft_error_mean_ms, 17)}${ms(level.ttft_error_p50_ms, 8)}${ms(level.ttft_error_p99_ms, 8)}${ms(level.itl_error_mean_ms, 16)}${ms(level.itl_error_p99_ms, 8)}${ms(level.cpu_us_per_token ?? Number.NaN, 10)}${ms(level.server_lateness_mean_ms, 11)}\n`
      );
    }
    let held = 0;
    for (const itl of [10, 5, 3, 2]) {
      const fast = await calibrate(client, {streams: [200], itl_ms: itl, output_tokens: 200, rounds: 1});
      if (fast.levels[0]!.itl_bias_ms > heldWithin * itl) break;
      held = Math.round((200 * 1000) / itl);
    }
    process.stdout.write(`highest rate held at 200 streams: ${held.toLocaleString("en-US")} tokens/s\n`);
  } finally {
    await client.close();
  }
}
