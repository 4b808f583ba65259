import {expect, test} from "vitest";
import {dropTexts} from "./drop-texts.js";

test("what vLLM logs of requests and answers goes, and nothing else", () => {
  const log = [
    `INFO 11-24 05:13:53 [logger.py:42] Received request cmpl-1: prompt: 'it\\'s "me", params: x', params: SamplingParams(n=1), prompt_token_ids: [1, 2], prompt_embeds shape: None`,
    `INFO Generated response cmpl-1: output: "no, it's me", output_token_ids: [3, 4], finish_reason: stop`,
    `INFO Received request cmpl-2: prompt: None, params: SamplingParams(n=1), prompt_token_ids: []`,
    `INFO Avg prompt throughput: 12.0 tokens/s, output: fine`
  ].join("\n");
  const {text, dropped} = dropTexts(log);
  expect(dropped).toEqual(["prompt", "prompt_token_ids", "output", "output_token_ids"]);
  expect(text.split("\n")).toEqual([
    `INFO 11-24 05:13:53 [logger.py:42] Received request cmpl-1: prompt: [dropped], params: SamplingParams(n=1), prompt_token_ids: [dropped], prompt_embeds shape: None`,
    `INFO Generated response cmpl-1: output: [dropped], output_token_ids: [dropped], finish_reason: stop`,
    `INFO Received request cmpl-2: prompt: None, params: SamplingParams(n=1), prompt_token_ids: []`,
    `INFO Avg prompt throughput: 12.0 tokens/s, output: fine`
  ]);
});

test("a text that is never closed takes time in proportion to its length", () => {
  const text = "prompt: '".repeat(100_000);
  expect(dropTexts(text).text.length).toBeLessThanOrEqual(text.length);
});
