import {join} from "node:path";
import {readManifest} from "../../../loaders/manifest-file.js";
import {readStored} from "../../../loaders/store.js";
import {random} from "../../../src/model/statistics/random.js";

const runs = "data/runs";
const run = "h100-bf16";
const point = "i2048-o512-c128";

/** A real result of vllm bench serve --save-detailed: 768 requests, 387,309 gaps. Its texts were dropped when it was stored. */
export function realResult(): {stored: Buffer; originalBytes: number} {
  const file = readManifest(runs, run).manifest.files.find((each) => each.role === "result" && each.point === point)!;
  return {stored: readStored(join(runs, run), file), originalBytes: file.bytes};
}

/** The same with generated texts again, of words by chance, so long that the file is as large as the original was. */
export function withTexts({stored, originalBytes}: ReturnType<typeof realResult>): Buffer {
  const result = JSON.parse(stored.toString()) as {input_lens: number[]};
  const n = result.input_lens.length;
  const frame = stored.length + ', "generated_texts": []'.length + 4 * n;
  const each = Math.floor((originalBytes - frame) / n);
  const next = random(1);
  const letters = "etaoinshrdlucmfwypvbgkqjxz";
  const text = (): string => {
    let out = "";
    while (out.length < each) {
      const length = 1 + Math.floor(next() * 9);
      for (let i = 0; i < length; i++) out += letters[Math.floor(next() ** 2 * letters.length)];
      out += " ";
    }
    return out.slice(0, each);
  };
  const texts = JSON.stringify(Array.from({length: n}, text)).replaceAll('","', '", "');
  return Buffer.from(stored.toString().replace(/\}\s*$/, `, "generated_texts": ${texts}}`));
}
