import {afterAll, expect, test} from "vitest";
import {builtinClient} from "./builtin.js";
import {calibrate} from "./calibrate.js";

const client = builtinClient();
afterAll(() => client.close());

test("the built-in client's error at 1 and 10 streams is positive, bounded, and stated with its n", async () => {
  expect((await client.start()).version).toMatch(/^\d+\.\d+\.\d+$/);
  const calibration = await calibrate(client, {streams: [1, 10], output_tokens: 32});
  expect(calibration).toMatchObject({ttft_ms: 50, itl_ms: 10, output_tokens: 32});
  expect(calibration.levels.map((level) => [level.streams, level.n_requests])).toEqual([
    [1, 8],
    [10, 30]
  ]);
  for (const level of calibration.levels) {
    expect(level.ttft_error_mean_ms).toBeGreaterThan(0); // bytes take time
    // wide, as other work may share these cores: how small they are is for the nightly trial and the bench
    expect(level.ttft_error_p50_ms).toBeLessThan(250);
    expect(Math.abs(level.itl_bias_ms)).toBeLessThan(50);
    expect(level.cpu_us_per_token).toBeGreaterThan(1);
  }
});

test("a client that does not work is told, not given an error of zero", async () => {
  const broken = {...client, measure: () => Promise.reject(new Error("no")), command: () => []};
  await expect(
    calibrate(
      {...broken, start: () => client.start(), prepare: async () => {}, close: async () => {}, name: "sweepbook"},
      {streams: [1]}
    )
  ).rejects.toThrow("no");
});
