import {existsSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import type {PlanDescription} from "./describe-plan.js";
import {SweepFixture} from "./sweep-fixture.js";

test("a dry run tells servers, points, exact commands and time, and measures nothing; --only narrows it", async () => {
  const sweep = new SweepFixture({servers: {bf16: {}, int4: {precision: "gptq-int4"}}});
  const {exitCode, stdout} = await sweep.start("--dry-run", "--json", "--only", "int4-*-c[24]", "int4-*-c1");
  expect([exitCode, stdout]).toEqual([2, ""]); // no such point: * and ? alone have a meaning
  const narrow = await sweep.start("--dry-run", "--json", "--only", "int4-*-c?");
  expect(narrow.exitCode).toBe(0);
  const plan = JSON.parse(narrow.stdout) as PlanDescription;
  expect(plan).toMatchObject({kind: "simulated", points: 3, servers: [{server: "int4"}]});
  expect(plan.estimate_s).toBeGreaterThan(0);
  expect(plan.servers[0]!.command).toContain("--no-enable-prefix-caching");
  for (const {n_requests, command} of plan.starts[0]!.points) {
    expect(command[command.indexOf("--num-prompts") + 1]).toBe(String(n_requests));
  }
  expect(existsSync(sweep.runs)).toBe(false);
});

test("a run that is there: refused, or measured anew beside it with --fresh; --only and --resume add to it", async () => {
  const sweep = new SweepFixture({load: {concurrency: [1, 2]}});
  expect((await sweep.start("--only", "*-c1")).exitCode).toBe(0);
  expect(sweep.complete).toEqual(["bf16-i64-o16-c1#1"]);
  const again = await sweep.start();
  expect([again.exitCode, again.all]).toEqual([
    2,
    expect.stringContaining("--resume goes on with it, --fresh starts another")
  ]);
  expect((await sweep.start("--resume", "--fresh")).exitCode).toBe(2);
  expect((await sweep.start("--resume")).all).toContain("1 points measured");
  expect(sweep.complete).toHaveLength(2);
  const fresh = await sweep.start("--fresh", "--only", "*-c1", "--json");
  expect(JSON.parse(fresh.stdout)).toMatchObject({run: "t-2", measured: 1, failures: []});
  expect(existsSync(join(sweep.runs, "t-2", "manifest.json"))).toBe(true);
});
