/** Members of a detailed result that hold one entry for each request. */
export const arrayKeys = [
  "input_lens",
  "output_lens",
  "ttfts",
  "itls",
  "latencies",
  "start_times",
  "queue_times",
  "errors"
] as const;

/** Members that hold what the model was asked and answered: large, and nobody's business. */
export const textKeys = ["generated_texts", "input_texts", "prompts"] as const;
