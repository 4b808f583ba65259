import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {Ajv2020} from "ajv/dist/2020.js";
import {expect, test} from "vitest";
import {parse} from "yaml";
import {loadClaims, parseClaims} from "./claims.js";
import {claimsJsonSchema} from "./claims-schema.js";
import {repository} from "./testing/real.js";

const good = `claims:
  - id: a
    says: it is quick
    metric: ttft_p50_ms
    where: {gpu: l40s, concurrency: 4}
    relation: "<"
    than: {value: 500, unit: ms}
`;
const read = (text: string) => parseClaims("s", "data/claims/s.yaml", text, ["l40s", "h100-80gb-sxm"]);

test("a claim is read with its defaults; a number comes in the metric's unit", () => {
  expect(read(good)).toMatchObject([
    {
      id: "a",
      study: "s",
      says: {en: "it is quick"},
      value: {from: "points", aggregate: "mean"},
      times: 1,
      against: {value: 500}
    }
  ]);
  expect(read(good.replace("value: 500, unit: ms", "value: 0.5, unit: s"))[0]!.against).toEqual({value: 500});
});

test.each([
  [
    "metric: ttft_p50_ms",
    "metric: ttft_p5_ms",
    'data/claims/s.yaml:4: claims.0.metric: no number in the table points: "ttft_p5_ms"; did you mean ttft_p'
  ],
  [
    "concurrency: 4",
    "concurency: 4",
    'data/claims/s.yaml:5: claims.0.where.concurency: no such column of the table points: "concurency"; did you mean concurrency?'
  ],
  ["concurrency: 4", "concurrency: four", 'data/claims/s.yaml:5: claims.0.where.concurrency: must be a number: "four"'],
  [
    "gpu: l40s",
    "gpu: l40",
    'data/claims/s.yaml:5: claims.0.where.gpu: no such GPU in data/hardware.yaml: "l40"; did you mean l40s?'
  ],
  [
    "relation",
    "relations",
    'data/claims/s.yaml:6: claims.0.relations: no such field: "relations"; did you mean relation?'
  ],
  ["unit: ms", "unit: W", 'data/claims/s.yaml:7: claims.0.than.unit: not a unit of ttft_p50_ms, which is in ms: "W"'],
  ["unit: ms", "unit: msec", 'data/claims/s.yaml:7: claims.0.than.unit: no such unit: "msec"; did you mean'],
  [
    "{value: 500, unit: ms}",
    "500",
    "data/claims/s.yaml:7: claims.0.than: a number without its unit: 500; write {value: 500, unit: ms}"
  ],
  [
    "{value: 500, unit: ms}",
    "{metric: power_mean_w, where: {}}",
    'claims.0.than.metric: is in W, and ttft_p50_ms in ms: "power_mean_w"'
  ],
  ["{value: 500, unit: ms}", "{metric: ttft_ms, from: published, where: {}}", "two ways of measuring never mix"]
])("%s as %s is told with file, line, rule and nearest name", (from, to, message) => {
  expect(() => read(good.replace(from, to))).toThrow(message);
});

test("two claims of one id, and a number that the words do not hold, are refused", () => {
  expect(() => read(good + good.replace("claims:\n", ""))).toThrow('claims.1.id: two claims of one id: "a"');
  expect(() => read(good.replace("{value: 500, unit: ms}", "{said: ms}"))).toThrow(
    "claims.0.than.said: no such number of said"
  );
});

test("every committed file passes the published schema, which is current (npx vitest -u rewrites it)", async () => {
  const folder = join(repository, "data/claims");
  await expect(`${JSON.stringify(claimsJsonSchema(), null, 1)}\n`).toMatchFileSnapshot(
    join(folder, "claims.schema.json")
  );
  const validate = new Ajv2020({strict: false}).compile(claimsJsonSchema());
  const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const text = readFileSync(join(folder, file), "utf8");
    expect(text.split("\n")[0], file).toBe("# yaml-language-server: $schema=./claims.schema.json");
    expect(validate(parse(text)) ? [] : validate.errors, file).toEqual([]);
    expect(loadClaims(repository, [file.replace(/\.yaml$/, "")]).length).toBeGreaterThan(0);
  }
});
