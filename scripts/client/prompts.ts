import {random} from "../../src/model/statistics/random.js";
import type {Asked} from "./lengths.js";

/** Ids that are plain tokens in every vocabulary in use: special tokens and bytes lie below, small vocabularies end above. */
const firstId = 1000;
const idCount = 30_000;

/** Tokens that one hash id of a trace stands for, vLLM's default. */
const traceChunkTokens = 16;

/** Short words that are one token each, with the space before them, in the vocabularies of the GPT, Llama and Qwen kin. */
const words =
  "the of and to in is that for it as was with be by on not he this are or his from at which but have an had they you were their one all we can her has there been if more when will would who so no out up into them then what some could time only other new these two may first any now such like over even most made after also did many before must through years where much your way well down should because each just those people how too little state good very make world still own see men work long get here between both life being under never day same another know while last might us great old year off come since against go came right used take three".split(
    " "
  );

/** A random prompt as token ids, seeded: the same seed and number give the same prompt, others share none. */
export function promptIds(asked: Asked, seed: number, number: number): number[] {
  if (asked.hash_ids !== null) return traceIds(asked, asked.hash_ids, seed);
  const next = random(seed * 2 ** 20 + number);
  return Array.from({length: asked.input_tokens}, () => firstId + Math.floor(next() * idCount));
}

function traceIds(asked: Asked, hashIds: readonly number[], seed: number): number[] {
  const ids: number[] = [];
  for (let chunk = 0; ids.length < asked.input_tokens; chunk++) {
    const next = random(seed * 2 ** 20 + (hashIds[chunk] ?? -1 - chunk));
    for (let i = 0; i < traceChunkTokens && ids.length < asked.input_tokens; i++) {
      ids.push(firstId + Math.floor(next() * idCount));
    }
  }
  return ids;
}

/**
 * A random prompt in words. Its length is brought to what was asked by counting tokens, at most eight times.
 * @param count number of tokens of a text as the server counts; null takes one token a word
 */
export async function promptText(
  asked: Asked,
  seed: number,
  number: number,
  count: ((text: string) => Promise<number>) | null
): Promise<string> {
  const next = random(seed * 2 ** 20 + number);
  const word = (): string => words[Math.floor(next() * words.length)]!;
  const text = Array.from({length: asked.input_tokens}, word);
  for (let i = 0; i < 8; i++) {
    if (count === null) break;
    const excess = (await count(text.join(" "))) - asked.input_tokens;
    if (excess === 0) break;
    if (excess > 0) text.length = Math.max(1, text.length - excess);
    else for (let n = 0; n < -excess; n++) text.push(word());
  }
  return text.join(" ");
}
