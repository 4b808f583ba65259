import {setImmediate as turn} from "node:timers/promises";
import {Pacer} from "../pacer.js";
import {arrivals} from "./arrivals.js";
import {clockPair} from "./clock.js";
import type {ClockPair} from "./client.js";
import {lengths} from "./lengths.js";
import type {LoadSpec} from "./load-spec.js";
import {promptIds, promptText} from "./prompts.js";
import {connections, preconnect, send, type Connections, type Outcome} from "./send.js";
import {tokenCounter} from "./token-counter.js";

/** One request ready to go. */
export interface Prepared {
  readonly body: Buffer;
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** Arrival, ms from the start. */
  readonly arrival_ms: number;
}

/** A load that ran. */
export interface LoadRun {
  readonly requests: readonly Prepared[];
  /** By request, in the order of arrival. */
  readonly outcomes: readonly Outcome[];
  /** Arrival of each request, ms of performance.now(): when it was due, not when it could be sent. */
  readonly arrivals_ms: readonly number[];
  readonly start_ms: number;
  readonly end_ms: number;
  readonly clock: ClockPair;
  /** Processor time of this process from start to end, s. */
  readonly cpu_s: number;
}

/** Makes every request's body before the clock starts. */
export async function prepareLoad(spec: LoadSpec): Promise<Prepared[]> {
  const asked = lengths(spec);
  const due = arrivals(spec.n_requests, spec.request_rate_per_s, spec.burstiness, spec.seed + 1);
  const count = spec.prompt_form === "text" ? await tokenCounter(spec) : null;
  const prepared: Prepared[] = [];
  for (const [i, each] of asked.entries()) {
    const prompt =
      spec.prompt_form === "ids" ? promptIds(each, spec.seed, i) : await promptText(each, spec.seed, i, count);
    prepared.push({
      body: Buffer.from(JSON.stringify(bodyOf(spec, prompt, each.output_tokens))),
      input_tokens: each.input_tokens,
      output_tokens: each.output_tokens,
      arrival_ms: each.timestamp_s === null ? due[i]! : each.timestamp_s * 1e3
    });
    if (i % 16 === 15) await turn(); // leaves room for what runs meanwhile
  }
  return prepared;
}

function bodyOf(spec: LoadSpec, prompt: string | number[], outputTokens: number): object {
  return {
    model: spec.model,
    ...(spec.chat
      ? {messages: [{role: "user", content: prompt}], max_completion_tokens: outputTokens}
      : {prompt, max_tokens: outputTokens}),
    ...(spec.temperature === null ? {} : {temperature: spec.temperature}),
    ...(spec.ignore_eos ? {ignore_eos: true} : {}),
    stream: true,
    stream_options: {include_usage: true}
  };
}

/**
 * Runs the load: each request is due at its arrival, and sent then or as soon as one in flight has ended. Nothing
 * is left out when the server is slow: the wait is in the record.
 */
export async function runLoad(spec: LoadSpec, requests: readonly Prepared[], signal: AbortSignal): Promise<LoadRun> {
  const to = connections(spec.url);
  const limit = spec.max_concurrency ?? requests.length;
  try {
    await preconnect(to, Math.min(limit, requests.length, spec.max_concurrency === null ? 32 : 1024));
    const clock = clockPair();
    const cpu = process.cpuUsage();
    const startMs = performance.now();
    const {outcomes, arrivals_ms} = await new Flight(spec, to, requests, limit, startMs).run(signal);
    const {user, system} = process.cpuUsage(cpu);
    const cpu_s = (user + system) / 1e6;
    return {requests, outcomes, arrivals_ms, start_ms: startMs, end_ms: performance.now(), clock, cpu_s};
  } finally {
    to.agent.destroy();
  }
}

/** The requests of one load in the air. */
class Flight {
  private readonly pacer = new Pacer(false);
  private readonly outcomes: Outcome[] = [];
  private readonly arrivals: number[];
  private readonly aborts = new Map<number, (error: string) => void>();
  private readonly waiting: number[] = [];
  private ended = 0;
  private finish: () => void = () => {};

  constructor(
    private readonly spec: LoadSpec,
    private readonly to: Connections,
    private readonly requests: readonly Prepared[],
    private readonly limit: number,
    startMs: number
  ) {
    this.arrivals = requests.map((request) => startMs + request.arrival_ms);
  }

  async run(signal: AbortSignal): Promise<{outcomes: Outcome[]; arrivals_ms: number[]}> {
    const done = new Promise<void>((resolve) => (this.finish = resolve));
    const abort = (): void => {
      this.pacer.stop();
      this.waiting.length = 0;
      for (const each of this.aborts.values()) each("interrupted");
      this.finish();
    };
    signal.addEventListener("abort", abort, {once: true});
    for (const [i, request] of this.requests.entries()) {
      if (request.arrival_ms === 0) this.arrive(i);
      else this.pacer.at(this.arrivals[i]!, () => this.arrive(i));
    }
    await done;
    signal.removeEventListener("abort", abort);
    signal.throwIfAborted();
    return {outcomes: this.outcomes, arrivals_ms: this.arrivals};
  }

  private arrive(i: number): void {
    if (this.aborts.size < this.limit) this.send(i);
    else this.waiting.push(i);
  }

  private send(i: number): void {
    const {body, output_tokens} = this.requests[i]!;
    const timeout = this.spec.request_timeout_s;
    const call = {body, chat: this.spec.chat, output_tokens, timeout_ms: timeout === null ? null : timeout * 1e3};
    this.aborts.set(i, () => {});
    const abort = send(this.to, call, (outcome) => {
      this.outcomes[i] = outcome;
      this.aborts.delete(i);
      if (++this.ended === this.requests.length) return this.finish();
      const next = this.waiting.shift();
      if (next !== undefined) this.send(next);
    });
    if (this.outcomes[i] === undefined) this.aborts.set(i, abort);
  }
}
