import {z} from "zod";

const newline = 10;
const carriageReturn = 13;

const choice = z.object({
  text: z.string().nullish(),
  delta: z.object({content: z.string().nullish(), reasoning_content: z.string().nullish()}).nullish(),
  finish_reason: z.string().nullish()
});
const eventSchema = z.object({
  choices: z.array(choice).optional(),
  usage: z.object({prompt_tokens: z.number().int(), completion_tokens: z.number().int().nullish()}).nullish(),
  error: z.unknown().optional()
});
type Event = z.infer<typeof eventSchema>;

/** What a stream held. */
export interface StreamContent {
  /** When each chunk with a token came, ms. */
  readonly times: Float64Array;
  readonly prompt_tokens: number | null;
  readonly output_tokens: number;
  /** What is wrong with the stream; null when nothing is. */
  readonly error: string | null;
}

/**
 * Reads server-sent events of a completion with as little work per chunk as can be: a timestamp and a look for line
 * ends. JSON is parsed only for the first event and the last three, where roles, usage and errors stand; in between
 * an event counts as one chunk when it looks like an object.
 */
export class StreamReader {
  private times: Float64Array;
  private n = 0;
  private rest: Buffer | null = null;
  private first: Buffer | null = null;
  /** The last events, oldest first. */
  private readonly last: Buffer[] = [];
  private done = false;
  private malformed: string | null = null;

  /** @param expected tokens asked for: room for their times */
  constructor(
    private readonly chat: boolean,
    expected: number
  ) {
    this.times = new Float64Array(expected + 4);
  }

  /** @param now when the chunk came, ms */
  feed(chunk: Buffer, now: number): void {
    const data = this.rest === null ? chunk : Buffer.concat([this.rest, chunk]);
    this.rest = null;
    let start = 0;
    let end: number;
    while ((end = data.indexOf(newline, start)) !== -1) {
      const stop = end > start && data[end - 1] === carriageReturn ? end - 1 : end;
      if (stop > start) this.line(data, start, stop, now);
      start = end + 1;
    }
    if (start < data.length) this.rest = data.subarray(start);
  }

  private line(data: Buffer, start: number, stop: number, now: number): void {
    // d, a, t, a, colon; other fields and comments carry nothing here
    const isData = data[start] === 100 && data[start + 1] === 97 && data[start + 4] === 58;
    if (!isData) {
      if (data[start] === 123) this.malformed = data.toString("utf8", start, Math.min(stop, start + 200));
      return;
    }
    const from = data[start + 5] === 32 ? start + 6 : start + 5;
    if (data[from] === 123 && data[stop - 1] === 125) {
      const event = data.subarray(from, stop);
      this.first ??= event;
      if (this.last.push(event) > 3) this.last.shift();
      this.record(now);
    } else if (data.toString("latin1", from, stop) === "[DONE]") this.done = true;
    else this.malformed ??= data.toString("utf8", from, Math.min(stop, from + 200));
  }

  private record(now: number): void {
    if (this.n === this.times.length) {
      const larger = new Float64Array(this.n * 2);
      larger.set(this.times);
      this.times = larger;
    }
    this.times[this.n++] = now;
  }

  /** Looks at what was kept, once the answer has ended. */
  finish(): StreamContent {
    const events = this.last.map(parsed);
    let error = this.malformed === null ? null : `not a server-sent event of JSON: ${this.malformed}`;
    let usage: Event["usage"] = null;
    let from = 0;
    let to = this.n;
    let final: Event | null = null;
    for (const event of events.toReversed()) {
      if (event === null) error ??= "an event is not JSON of a completion";
      else if (event.error !== undefined)
        error ??= `the server sent an error: ${JSON.stringify(event.error).slice(0, 200)}`;
      if (event?.usage != null) usage ??= event.usage;
      if (final === null && (event?.choices?.length ?? 0) > 0) final = event;
      else if (final === null) to--;
    }
    const first = this.first === null ? null : parsed(this.first);
    if (this.chat && to > 1 && !hasText(first)) from = 1; // names the role only
    const counted = usage?.completion_tokens ?? null;
    // some servers end with a chunk that only gives the reason
    if (counted !== null && to - from > counted && !hasText(final)) to--;
    if (to <= from) error ??= "the answer holds no token";
    if (!this.done) error ??= "the stream ended before [DONE]";
    return {
      times: this.times.subarray(from, Math.max(from, to)),
      prompt_tokens: usage?.prompt_tokens ?? null,
      output_tokens: counted ?? Math.max(0, to - from),
      error
    };
  }
}

function parsed(event: Buffer): Event | null {
  try {
    const result = eventSchema.safeParse(JSON.parse(event.toString("utf8")));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}

function hasText(event: Event | null): boolean {
  const first = event?.choices?.[0];
  return Boolean(first?.text) || Boolean(first?.delta?.content) || Boolean(first?.delta?.reasoning_content);
}
