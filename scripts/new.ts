import {existsSync, mkdirSync, readFileSync} from "node:fs";
import {dirname, join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import {isSeq, parseDocument} from "yaml";
import {configFile} from "../loaders/config.js";
import {loadHardware} from "../loaders/hardware.js";
import {loadModels} from "../loaders/models.js";
import {listStudies, parseStudy, studiesFolder, studyName} from "../loaders/study.js";
import {Problem} from "../src/model/problem.js";
import {command, main} from "./command.js";
import {pageEn, pageZh, studyYaml, sweepYaml, type NewStudy} from "./new/files.js";
import {wantedCounts, wantedGpus, wantedModel, wantedPrecisions} from "./new/wanted.js";
import {parseSpec} from "./sweep/read-spec.js";

const root = ".";

interface Options {
  model: string;
  gpus: string;
  precisions: string;
  input: string;
  output: string;
  concurrency: string;
  title?: string;
  question?: string;
}

const program = command(
  "new",
  "Begins a study: a sweep spec, a study file and its page in both languages, which build at once: predictions first, measured " +
    "numbers as they land. Nothing that is there is overwritten.",
  [
    "npm run new -- llama-on-l40s --model llama-3.1-8b --gpus h100-80gb-sxm,l40s",
    "npm run new -- my-model --model ~/my-model/config.json --gpus 4xl40s --precisions bf16,fp8 --input 4096 --output 256",
    "npm run build && npm run serve"
  ]
)
  .argument("<name>", "small letters, digits and hyphens: names files and the page's address")
  .requiredOption("--model <config>", "config.json of the model, or an id of data/models")
  .requiredOption("--gpus <list>", "GPUs of data/hardware.yaml, 4xNAME for four as one")
  .option("--precisions <list>", "bf16, fp16, fp8, gptq-int4, awq-int4", "bf16")
  .option("--input <tokens>", "tokens in", "2048")
  .option("--output <tokens>", "tokens out", "512")
  .option("--concurrency <list>", "streams of a closed loop", "1,4,16,64")
  .option("--title <text>", "what the study is called")
  .option("--question <text>", "the question that it answers")
  .action(async (name: string, options: Options) => {
    const written = await begin(name, options);
    for (const path of written) console.log(`wrote  ${path}`);
    console.log(
      `\nnext: npm run build && npm run serve     its page is /studies/${name}\n` +
        `      npm run sweep -- data/sweeps/${name}.yaml --dry-run`
    );
  });

async function begin(name: string, options: Options): Promise<string[]> {
  if (!studyName.test(name))
    throw new Problem("a study's name holds small letters, digits and hyphens", {
      value: name,
      remedy: "such as my-study"
    });
  const models = loadModels(root);
  const hardware = loadHardware(root);
  const model = wantedModel(options.model, models);
  const [input, output] = [wantedCounts(options.input)[0]!, wantedCounts(options.output)[0]!];
  const study: NewStudy = {
    name,
    title: options.title ?? `${model.served.split("/").at(-1)!}: which GPU?`,
    question: options.question ?? `Which of these GPUs should serve ${model.served.split("/").at(-1)!} at this load?`,
    model,
    gpus: wantedGpus(
      options.gpus,
      hardware.map(({gpu}) => gpu)
    ),
    precisions: wantedPrecisions(options.precisions),
    input,
    output,
    concurrency: wantedCounts(options.concurrency)
  };
  const files = new Map([
    [`data/sweeps/${name}.yaml`, sweepYaml(study)],
    [`${studiesFolder}/${name}.yaml`, studyYaml(study)],
    [`src/studies/${name}.md`, pageEn(study)],
    [`src/zh/studies/${name}.md`, pageZh(study)]
  ]);
  // What is written must be read: a GPU or a count that is not right is told before anything is there.
  const known = {models: [...models, {id: model.id}], hardware};
  const [spec, file] = [`data/sweeps/${name}.yaml`, `${studiesFolder}/${name}.yaml`];
  parseStudy(name, file, files.get(file)!, known);
  parseSpec(spec, files.get(spec)!, {});
  for (const path of files.keys())
    if (existsSync(join(root, path)))
      throw new Problem("a file of this study is there", {value: path, remedy: "choose another name, or remove it"});
  if (model.isNew) {
    files.set(`data/models/${model.id}.json`, `${JSON.stringify(model.config, null, 2)}\n`);
    if (model.served !== model.id) files.set("data/models/names.yaml", withName(model.id, model.served));
  }
  files.set(configFile, withStudy(name));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), {recursive: true});
    await writeFileAtomic(join(root, path), text);
  }
  return [...files.keys()];
}

/** names.yaml with the name under which the new model is served. */
function withName(id: string, served: string): string {
  const text = readFileSync(join(root, "data/models/names.yaml"), "utf8");
  return `${text.trimEnd()}\n${id}: [${JSON.stringify(served)}]\n`;
}

/** sweepbook.yaml with one more study; where there is none yet, every study there is stands in it. */
function withStudy(name: string): string {
  const path = join(root, configFile);
  const document = parseDocument(existsSync(path) ? readFileSync(path, "utf8") : "");
  const list: unknown = document.get("study");
  if (isSeq(list)) list.add(document.createNode(name));
  else document.set("study", document.createNode([...listStudies(root), name]));
  return document.toString({lineWidth: 0});
}

await main(program);
