import {z} from "zod";
import {tokenize} from "./tokenizer.js";

/** A text, or token ids; lists are checked by a plain loop, as they are long. */
const prompt = z.custom<string | number[] | [number[]]>((value) => {
  if (typeof value === "string") return true;
  if (!Array.isArray(value) || value.length === 0) return false;
  const ids: unknown = Array.isArray(value[0]) && value.length === 1 ? value[0] : value;
  return Array.isArray(ids) && ids.length > 0 && ids.every((id) => Number.isInteger(id) && (id as number) >= 0);
}, "must be a text or a list of token ids");

const common = {
  model: z.string(),
  stream: z.boolean().default(false),
  stream_options: z.object({include_usage: z.boolean().default(false)}).nullish(),
  ignore_eos: z.boolean().default(false),
  n: z.literal(1).default(1)
};

const completionSchema = z.object({...common, prompt, max_tokens: z.number().int().positive().default(16)});

const part = z.object({type: z.literal("text"), text: z.string()});
const chatSchema = z.object({
  ...common,
  messages: z.array(z.object({role: z.string(), content: z.union([z.string(), z.array(part)])})).min(1),
  max_tokens: z.number().int().positive().optional(),
  max_completion_tokens: z.number().int().positive().optional()
});

/** Either kind of request, in the engine's terms. */
export interface CompletionRequest {
  readonly chat: boolean;
  readonly model: string;
  readonly prompt: Int32Array;
  readonly max_tokens: number;
  readonly stream: boolean;
  readonly include_usage: boolean;
  readonly ignore_eos: boolean;
}

/** Tokens that the simulated chat template puts around each message. */
const templateTokens = 5;

/** @returns the request, or what is wrong with it */
export function completionRequest(body: unknown, chat: boolean, vocabSize: number): CompletionRequest | string {
  const parsed = chat ? chatSchema.safeParse(body) : completionSchema.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `${issue?.path.join(".")}: ${issue?.message}`;
  }
  const data = parsed.data;
  let ids: number[];
  let maxTokens: number;
  if ("prompt" in data) {
    ids = typeof data.prompt === "string" ? tokenize(data.prompt, vocabSize) : data.prompt.flat();
    maxTokens = data.max_tokens;
  } else {
    ids = [];
    for (const {content} of data.messages) {
      const text = typeof content === "string" ? content : content.map((part) => part.text).join("");
      for (let i = 0; i < templateTokens; i++) ids.push(i);
      ids.push(...tokenize(text, vocabSize));
    }
    maxTokens = data.max_completion_tokens ?? data.max_tokens ?? 1024;
  }
  if (ids.length === 0) return "prompt: must not be empty";
  const tooBig = ids.find((id) => id >= vocabSize);
  if (tooBig !== undefined) return `Token id ${tooBig} is out of vocabulary`;
  return {
    chat,
    model: data.model,
    prompt: Int32Array.from(ids),
    max_tokens: maxTokens,
    stream: data.stream,
    include_usage: data.stream_options?.include_usage ?? false,
    ignore_eos: data.ignore_eos
  };
}
