import {cpSync, existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {execa} from "execa";
import {expect, test} from "vitest";
import {activeStudies} from "../loaders/config.js";
import {loadStudy} from "../loaders/study.js";
import {repository} from "../loaders/testing/real.js";
import {temporaryFolder} from "../loaders/testing/run-folder.js";
import {scriptCommand} from "./programs.js";
import {planSweep} from "./sweep/plan.js";
import {readSpec} from "./sweep/read-spec.js";

const [file, ...start] = scriptCommand("new");

/** A repository as far as the command looks at it. */
function place() {
  const root = temporaryFolder();
  mkdirSync(join(root, "data"));
  for (const path of ["data/hardware.yaml", "data/models"])
    cpSync(join(repository, path), join(root, path), {recursive: true});
  const command = (...args: string[]) =>
    execa(file, [...start, ...args], {
      cwd: root,
      reject: false
    });
  const read = (path: string): string => readFileSync(join(root, path), "utf8");
  return {root, command, read};
}

test("a model of one's own: the spec plans, the study reads, both pages call its scope, and it stands in the config", async () => {
  const {root, command, read} = place();
  const config = JSON.parse(read("data/models/llama-3.1-8b.json")) as Record<string, unknown>;
  mkdirSync(join(root, "mine"));
  writeFileSync(
    join(root, "mine/config.json"),
    JSON.stringify({...config, _name_or_path: "lab/My_Model-9B", num_hidden_layers: 36})
  );
  const args = [
    "my-study",
    "--model",
    "mine/config.json",
    "--gpus",
    "h100-80gb-sxm,2xl40s",
    "--precisions",
    "bf16,fp8"
  ];
  const {exitCode, stdout} = await command(...args);
  expect({exitCode, stdout}).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining("data/models/my-model-9b.json") as string
  });
  const study = loadStudy(root, "my-study");
  expect(study.asks).toMatchObject({
    model: "my-model-9b",
    gpus: [
      {gpu: "h100-80gb-sxm", gpus: 1},
      {gpu: "l40s", gpus: 2}
    ],
    precisions: ["bf16", "fp8"]
  });
  expect(activeStudies(root, {}).map(({name}) => name)).toEqual(["my-study"]);
  const file = join(root, "data/sweeps/my-study.yaml");
  const spec = readSpec(file, {});
  expect(spec.model).toMatchObject({name: "lab/My_Model-9B"});
  expect(Object.keys(spec.servers)).toEqual(["h100-80gb-sxm-bf16", "h100-80gb-sxm-fp8", "2xl40s-bf16", "2xl40s-fp8"]);
  expect(planSweep(spec, file)).toBeDefined();
  expect(read("data/models/names.yaml")).toMatch(/^my-model-9b: \["lab\/My_Model-9B"\]$/m);
  const calls = (path: string): string[] => read(path).match(/^studies\/my-study\/\S+$/gm) ?? [];
  expect(calls("src/studies/my-study.md")).toContain("studies/my-study/figures");
  expect(calls("src/zh/studies/my-study.md")).toEqual(calls("src/studies/my-study.md"));
});

test("what is not right is told before anything is written, and nothing that is there is overwritten", async () => {
  const {root, command, read} = place();
  const model = ["--model", "llama-3.1-8b"];
  const refused = async (message: RegExp, ...args: string[]): Promise<void> => {
    const {exitCode, stderr} = await command(...args);
    expect({exitCode, stderr}).toEqual({exitCode: 2, stderr: expect.stringMatching(message) as string});
    expect(existsSync(join(root, "data/studies"))).toBe(false);
  };
  await refused(/^no such GPU in data\/hardware\.yaml: "l40z"; did you mean l40s\?/, "a", ...model, "--gpus", "l40z");
  await refused(
    /^neither a model of data\/models nor a file: "nothing\.json"/,
    "a",
    "--model",
    "nothing.json",
    "--gpus",
    "l40s"
  );
  await refused(/small letters, digits and hyphens: "My Study"/, "My Study", ...model, "--gpus", "l40s");
  writeFileSync(join(root, "mamba.json"), JSON.stringify({model_type: "mamba2"}));
  await refused(
    /^mamba\.json: .*a structure that is not counted: "mamba2"/,
    "a",
    "--model",
    "mamba.json",
    "--gpus",
    "l40s"
  );
  expect((await command("a", ...model, "--gpus", "l40s")).exitCode).toBe(0);
  const before = read("data/studies/a.yaml");
  const again = await command("a", ...model, "--gpus", "h100-80gb-sxm");
  expect(again).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("a file of this study is there") as string
  });
  expect(read("data/studies/a.yaml")).toBe(before);
});
