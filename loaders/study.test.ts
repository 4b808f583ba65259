import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {Ajv2020} from "ajv/dist/2020.js";
import {expect, test} from "vitest";
import {parse} from "yaml";
import {activeStudies} from "./config.js";
import {studyJsonSchema} from "./study-schema.js";
import {listStudies, loadStudy, parseStudy} from "./study.js";
import {repository} from "./testing/real.js";
import {temporaryFolder} from "./testing/run-folder.js";

const known = {models: [{id: "llama-3.1-8b"}], hardware: [{gpu: "l40s"}, {gpu: "h100-80gb-sxm"}]};
const good = `title: T
question: {zh: 问？}
model: llama-3.1-8b
gpus: [l40s, {gpu: h100-80gb-sxm, gpus: 2}]
load: {input_tokens: 128, output_tokens: 64, concurrency: [8, 1, 8]}
`;
const study = (text: string) => parseStudy("s", "data/studies/s.yaml", text, known);

test("a study is read with its defaults, loads in order, a text in one language as such", () => {
  expect(study(good)).toMatchObject({
    title: {en: "T"},
    question: {zh: "问？"},
    source: null,
    asks: {
      gpus: [
        {gpu: "l40s", gpus: 1},
        {gpu: "h100-80gb-sxm", gpus: 2}
      ],
      precisions: ["bf16"],
      load: {concurrency: [1, 8]},
      slo: {metric: "e2e", percentile: 0.99, limit_ms: 3000}
    }
  });
});

test.each([
  [
    good.replace("l40s,", "l40,"),
    'data/studies/s.yaml:4: gpus.0: no such GPU in data/hardware.yaml: "l40"; did you mean l40s?'
  ],
  [
    good.replace("model: llama-3.1-8b", "model: llama-3.1-8B"),
    'data/studies/s.yaml:3: model: no such model in data/models: "llama-3.1-8B"; did you mean llama-3.1-8b?'
  ],
  [
    good.replace("question", "questions"),
    'data/studies/s.yaml:2: questions: no such field: "questions"; did you mean question?'
  ],
  [
    `${good}precisions: [bf17]\n`,
    'data/studies/s.yaml:6: precisions.0: must be one of bf16, fp16, fp8, gptq-int4, awq-int4: "bf17"; did you mean bf16?'
  ],
  [
    good.replace("model: llama-3.1-8b\n", ""),
    "data/studies/s.yaml:1: model: is missing: a study without a source says model, gpus and load itself"
  ]
])("what is wrong is told with file, line, rule and nearest name", (text, message) => {
  expect(() => study(text)).toThrow(message);
});

test("every committed study passes the published schema, which is current (npx vitest -u rewrites it)", async () => {
  const folder = join(repository, "data/studies");
  await expect(`${JSON.stringify(studyJsonSchema(), null, 1)}\n`).toMatchFileSnapshot(
    join(folder, "study.schema.json")
  );
  const validate = new Ajv2020({strict: false}).compile(studyJsonSchema());
  for (const name of listStudies(repository)) {
    const text = readFileSync(join(folder, `${name}.yaml`), "utf8");
    expect(text.split("\n")[0], name).toBe("# yaml-language-server: $schema=./study.schema.json");
    expect(validate(parse(text)) ? [] : validate.errors, name).toEqual([]);
    expect(loadStudy(repository, name).name).toBe(name);
  }
});

test("the config says which studies stand in the report; a wrong name is told with its line and its nearest", () => {
  const file = join(temporaryFolder(), "site.yaml");
  const active = (text: string) => {
    writeFileSync(file, text);
    return activeStudies(repository, {SWEEPBOOK_CONFIG: file}).map(({name}) => name);
  };
  const [first] = listStudies(repository);
  expect(active("study: []\n")).toEqual([]);
  expect(active(`study: [${first}]\n`)).toEqual([first]);
  expect(() => active(`# which\nstudy:\n  - ${first}x\n`)).toThrow(
    `${file}:3: study.0: no such study in data/studies: "${first}x"; did you mean ${first}?`
  );
  expect(() => active("studies: []\n")).toThrow(/study: is missing/);
});
