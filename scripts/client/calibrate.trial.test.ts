import {writeFileSync} from "node:fs";
import {afterAll, expect, test} from "vitest";
import {builtinClient} from "./builtin.js";
import {calibrate} from "./calibrate.js";
import type {Measured, PointPlan} from "./client.js";

const client = builtinClient();
afterAll(() => client.close());

test("the built-in client's error at 1 and 10 streams is positive and stated with its n", async () => {
  expect((await client.start()).version).toMatch(/^\d+\.\d+\.\d+$/);
  const calibration = await calibrate(client, {streams: [1, 10], output_tokens: 32});
  expect(calibration).toMatchObject({ttft_ms: 50, itl_ms: 10, output_tokens: 32});
  expect(calibration.levels.map((level) => [level.streams, level.n_requests])).toEqual([
    [1, 8],
    [10, 30]
  ]);
  for (const level of calibration.levels) {
    expect(level.ttft_error_mean_ms).toBeGreaterThan(0); // bytes take time
    expect(level.ttft_error_p99_ms).toBeGreaterThanOrEqual(level.ttft_error_p50_ms);
    expect(level.itl_error_mean_ms).toBeGreaterThan(0);
    expect(level.cpu_us_per_token).toBeGreaterThan(1); // how small all of them are is for the bench to say
  }
});

test("the error is what the client measured less what the server kept, in ms", async () => {
  const measure = async (plan: PointPlan): Promise<Measured> => {
    const requests = [0.06, 0.07, 0.08].map((ttft) => ({ttft, itls: [0.012, 0.008, 0.013]}));
    const result = {
      ttfts: requests.map((each) => each.ttft),
      itls: requests.map((each) => each.itls),
      errors: ["", "", ""]
    };
    if (plan.result_path !== null) writeFileSync(plan.result_path, JSON.stringify(result));
    return {ok: true, problem: null, cpu_s: 0.0012} as Measured;
  };
  const {levels} = await calibrate(
    {
      name: "sweepbook",
      measure,
      start: () => client.start(),
      command: () => [],
      prepare: async () => {},
      close: async () => {}
    },
    {streams: [4], ttft_ms: 50, itl_ms: 10}
  );
  expect(levels).toHaveLength(1);
  expect(levels[0]).toMatchObject({streams: 4, n_requests: 3});
  expect(levels[0]!.ttft_error_mean_ms).toBeCloseTo(20, 9);
  expect(levels[0]!.ttft_error_p50_ms).toBeCloseTo(20, 9);
  expect(levels[0]!.ttft_error_p99_ms).toBeCloseTo(29.8, 9);
  expect(levels[0]!.itl_error_mean_ms).toBeCloseTo(7 / 3, 9);
  expect(levels[0]!.itl_bias_ms).toBeCloseTo(1, 9);
  expect(levels[0]!.cpu_us_per_token).toBeCloseTo(100, 9);
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
