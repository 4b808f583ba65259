import {readdirSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {Ajv2020} from "ajv/dist/2020.js";
import {expect, test} from "vitest";
import {parse} from "yaml";
import {readSpec} from "./read-spec.js";
import {fieldsAt} from "../../loaders/json-fields.js";
import {specJsonSchema} from "./spec-schema.js";

const folder = fileURLToPath(new URL("../../data/sweeps", import.meta.url));

test("the published JSON Schema is current (npx vitest -u rewrites it)", async () => {
  await expect(`${JSON.stringify(specJsonSchema(), null, 1)}\n`).toMatchFileSnapshot(`${folder}/sweep.schema.json`);
});

test("every committed spec passes the published schema and the reader, and names the schema for editors", () => {
  const validate = new Ajv2020({strict: false}).compile(
    JSON.parse(readFileSync(`${folder}/sweep.schema.json`, "utf8")) as object
  );
  const specs = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  expect(specs.length).toBeGreaterThanOrEqual(3);
  for (const name of specs) {
    const text = readFileSync(`${folder}/${name}`, "utf8");
    expect(text.split("\n")[0], name).toBe("# yaml-language-server: $schema=./sweep.schema.json");
    expect(validate(parse(text)) ? [] : validate.errors, name).toEqual([]);
    expect(readSpec(`${folder}/${name}`, {}).name).toBe(name.replace(/\.yaml$/, ""));
  }
});

test("the schema refuses what the reader refuses", () => {
  const validate = new Ajv2020({strict: false}).compile(specJsonSchema());
  const good = {name: "a", model: {name: "m"}, servers: {s: {}}, workloads: [], load: {concurrency: [1]}};
  expect(validate(good)).toBe(true);
  expect(validate({...good, workload: []})).toBe(false);
  expect(validate({...good, load: {concurrency: [0]}})).toBe(false);
  expect(validate({...good, name: "../a"})).toBe(false);
});

test("the fields of a path are known, through records, lists and alternatives", () => {
  expect(fieldsAt(specJsonSchema(), [])).toContain("workloads");
  expect(fieldsAt(specJsonSchema(), ["workloads", 0])).toContain("input_tokens");
  expect(fieldsAt(specJsonSchema(), ["servers", "any", "model"])).toContain("tokenizer");
  expect(fieldsAt(specJsonSchema(), ["repeats"])).toContain("boots");
});
