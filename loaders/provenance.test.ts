import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {runOrigin} from "./provenance.js";
import {listRuns} from "./runs.js";
import {sha256} from "./sha256.js";
import {realDataset, realRuns, repository} from "./testing/real.js";

const {points} = realDataset();
const originOf = (run: string) => runOrigin({root: repository, runsDir: realRuns, points}, run);

test.each(listRuns(realRuns))("every point of %s leads to a raw file that has the hash told", (run) => {
  const origin = originOf(run);
  const own = points.filter((point) => point.run === run);
  expect(own.length).toBeGreaterThan(0);
  for (const {point_id, file, sha256: stored} of own) {
    const result = origin.points[point_id]!.files.find((one) => one.path === file)!;
    expect(result.stored_sha256).toBe(stored);
    expect(sha256(readFileSync(join(realRuns, run, file)))).toBe(stored);
    expect(origin.points[point_id]!.level).toContain(point_id);
  }
});

test("a swept point names the spec that measures it again; an ingested one names none", () => {
  const swept = originOf("h100-core");
  expect(swept.spec).toBe("data/sweeps/h100-core.yaml");
  expect(existsSync(join(repository, swept.spec!))).toBe(true);
  expect(Object.values(swept.points)[0]!.again).toMatch(/^npm run sweep -- data\/sweeps\/h100-core\.yaml --only '/);
  expect(Object.values(originOf("h100-bf16").points).map(({again}) => again)).toContain(null);
});
