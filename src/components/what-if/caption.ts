import {teller, type Lang} from "../../model/text.js";
import {formatCount} from "../format.js";
import {precisionName, type Catalogue, type Settings} from "./settings.js";

/** "qwen2.5-7b in FP16 on 4 × RTX 4090 D: 2,048 tokens in, 512 out, 16 streams". */
export function captionOf(catalogue: Catalogue, settings: Settings, lang: Lang): string {
  const {model, gpu, gpus, precision} = settings;
  const card = (catalogue.gpus.find((row) => row.gpu === gpu)?.name ?? gpu).replace(/^(?:NVIDIA|AMD) /, "");
  const machine = gpus === 1 ? card : `${gpus}\u00a0×\u00a0${card}`;
  const [input, output, streams] = [settings.input_tokens, settings.output_tokens, settings.concurrency].map(
    formatCount
  );
  return teller(lang)(
    `${model} in ${precisionName(precision)} on ${machine}: ${input} tokens in, ${output} out, ${streams} ${settings.concurrency === 1 ? "stream" : "streams"}`,
    `${model}，${precisionName(precision)}，${machine}：输入 ${input}、输出 ${output} token，${streams} 路`
  );
}
