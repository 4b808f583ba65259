import type {IncomingMessage, ServerResponse} from "node:http";
import {Answer} from "./answer.js";
import type {Card} from "./card.js";
import {completionRequest, type CompletionRequest} from "./completion-request.js";
import {ConstantEngine} from "./constant-engine.js";
import {FaultPlan, type FaultRule} from "./fault.js";
import type {Log} from "./log.js";
import {metricsPage, ServerCounters} from "./metrics-page.js";
import type {SimulatedOptions} from "./options.js";
import type {Engine, Sequence} from "./sequence.js";
import type {StepTimer} from "./step-timer.js";
import {telemetryCounters} from "./telemetry.js";
import {detokenize, tokenize} from "./tokenizer.js";
import {blockTokens} from "../../src/model/physics/memory.js";

export const simulatedVersion = "sweepbook simulated target 0.1.0";

/** Routes and answers of the simulated server. */
export class Handler {
  private readonly counters = new ServerCounters();
  private readonly faults: FaultPlan;
  private requests = 0;
  private readonly startedMs = performance.now();

  /** @param die ends the process as a crash would */
  constructor(
    private readonly options: SimulatedOptions,
    private readonly card: Card,
    private readonly timer: StepTimer,
    private readonly engine: Engine,
    private readonly log: Log,
    private readonly die: () => void
  ) {
    this.faults = new FaultPlan(options.faults.request, options.seed);
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    switch (`${request.method} ${path}`) {
      case "GET /health":
      case "GET /ping":
        return this.health(response);
      case "GET /version":
        return json(response, 200, {version: simulatedVersion});
      case "GET /v1/models":
        return json(response, 200, {object: "list", data: this.options.servedModelName.map((id) => this.model(id))});
      case "GET /metrics":
        return text(response, this.metrics());
      case "GET /sim/telemetry":
        return json(response, 200, this.telemetry());
      case "GET /sim/lateness":
        return json(response, 200, this.engine instanceof ConstantEngine ? this.engine.lateness() : null);
      case "POST /reset_prefix_cache":
        this.engine.resetPrefixCache();
        this.log.info("core/block_pool.py:790", "Successfully reset prefix cache");
        return text(response, "");
      case "POST /tokenize":
      case "POST /detokenize":
      case "POST /v1/completions":
      case "POST /v1/chat/completions":
        return this.readBody(request, response, path);
      default:
        return json(response, 404, {detail: "Not Found"});
    }
  }

  private health(response: ServerResponse): void {
    if (this.options.faults.start.includes("never-healthy"))
      error(response, 503, "ServiceUnavailableError", "starting");
    else text(response, "");
  }

  private readBody(request: IncomingMessage, response: ServerResponse, path: string): void {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      let body: unknown;
      try {
        body = JSON.parse(Buffer.concat(parts).toString("utf8"));
      } catch {
        return error(response, 400, "BadRequestError", "the body is not JSON");
      }
      if (path === "/tokenize") return this.tokenize(response, body);
      if (path === "/detokenize") return this.detokenize(response, body);
      return this.complete(response, body, path === "/v1/chat/completions");
    });
  }

  private tokenize(response: ServerResponse, body: unknown): void {
    const prompt: unknown = body !== null && typeof body === "object" && "prompt" in body ? body.prompt : null;
    if (typeof prompt !== "string") return error(response, 400, "BadRequestError", "prompt: must be a text");
    const tokens = tokenize(prompt, this.card.arch.vocabulary);
    json(response, 200, {count: tokens.length, max_model_len: this.card.max_model_len, tokens, token_strs: null});
  }

  private detokenize(response: ServerResponse, body: unknown): void {
    const tokens: unknown = body !== null && typeof body === "object" && "tokens" in body ? body.tokens : null;
    if (!Array.isArray(tokens) || !tokens.every((id) => Number.isInteger(id))) {
      return error(response, 400, "BadRequestError", "tokens: must be a list of token ids");
    }
    json(response, 200, {prompt: detokenize(tokens as number[])});
  }

  private complete(response: ServerResponse, body: unknown, chat: boolean): void {
    const request = completionRequest(body, chat, this.card.arch.vocabulary);
    if (typeof request === "string") return error(response, 400, "BadRequestError", request);
    const known: readonly string[] = this.options.servedModelName;
    if (!known.includes(request.model)) {
      return error(response, 404, "NotFoundError", `The model \`${request.model}\` does not exist.`);
    }
    const total = request.prompt.length + request.max_tokens;
    if (total > this.card.max_model_len) {
      const message = `This model's maximum context length is ${this.card.max_model_len} tokens. However, you requested ${total} tokens (${request.prompt.length} in the prompt, ${request.max_tokens} for the answer).`;
      return error(response, 400, "BadRequestError", message);
    }
    const number = this.requests++;
    const fault = this.faults.next(number);
    switch (fault?.kind) {
      case "status-500":
        return error(response, 500, "InternalServerError", "EngineCore encountered an issue. (injected)");
      case "status-429":
        return error(response, 429, "TooManyRequests", "Too many requests. (injected)");
      case "die":
        return this.die();
      case "gpu-lost":
        this.log.error("core.py:1", "torch.AcceleratorError: CUDA error: GPU is lost. (injected)");
        return this.die();
      case "hang":
        return;
      case "slow-first-byte":
        setTimeout(() => this.run(response, request, number, null), fault.ms);
        return;
      case "half-stream":
      case "garbage":
      case undefined:
        return this.run(response, request, number, fault);
    }
  }

  private run(response: ServerResponse, request: CompletionRequest, number: number, fault: FaultRule | null): void {
    const {counters} = this;
    const answer = new Answer(response, request, `${request.chat ? "chatcmpl" : "cmpl"}-sim-${number}`);
    const random = mix(this.options.seed, number);
    const outputTokens = request.ignore_eos ? request.max_tokens : 1 + (random % request.max_tokens);
    const finish = outputTokens < request.max_tokens ? "stop" : "length";
    const half = Math.ceil(outputTokens / 2);
    const tokens: number[] = [];
    const start = performance.now();
    let before = start;
    const sequence: Sequence = {
      prompt: request.prompt,
      output_tokens: outputTokens,
      cached_tokens: 0,
      onToken: (n, last) => {
        const now = performance.now();
        if (n === 0) counters.ttft.observe((now - start) / 1e3);
        else counters.itl.observe((now - before) / 1e3);
        before = now;
        const token = mix(random, n) % this.card.arch.vocabulary;
        if (fault !== null && n === half) {
          if (fault.kind === "garbage") answer.write('data: {"choices":[{"text": \u0000 not JSON\n\n');
          this.engine.abort(sequence);
          response.destroy();
          return;
        }
        if (!request.stream) tokens.push(token);
        else {
          if (n === 0 && request.chat) answer.role();
          answer.token(token, last ? finish : null);
        }
        if (!last) return;
        counters.finished[finish]++;
        counters.e2e.observe((now - start) / 1e3);
        if (request.stream) answer.end(outputTokens);
        else answer.whole(tokens, finish);
      }
    };
    response.on("close", () => {
      if (response.writableEnded) return;
      counters.finished.abort++;
      this.engine.abort(sequence);
    });
    if (request.stream) answer.start();
    this.engine.submit(sequence);
  }

  private model(id: string): object {
    const {max_model_len} = this.card;
    const created = Math.floor(this.counters.started_epoch_s);
    return {
      id,
      object: "model",
      created,
      owned_by: "sweepbook-simulated",
      root: this.options.model,
      parent: null,
      max_model_len
    };
  }

  private metrics(): string {
    return metricsPage(this.options.servedModelName[0], this.engine.state(), this.counters, {
      block_size: blockTokens,
      num_gpu_blocks: this.card.kv_blocks,
      enable_prefix_caching: this.options.prefixCaching,
      gpu_memory_utilization: this.options.gpuMemoryUtilization
    });
  }

  private telemetry(): object {
    const timeS = (performance.now() - this.startedMs) / 1e3;
    return telemetryCounters(this.engine.state(), this.card, this.timer, this.options, timeS);
  }
}

/** A 32-bit mix of two numbers: seeded texts and lengths. */
function mix(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {"Content-Type": "application/json"}).end(JSON.stringify(body));
}

function text(response: ServerResponse, body: string): void {
  response.writeHead(200, {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}).end(body);
}

function error(response: ServerResponse, status: number, type: string, message: string): void {
  json(response, status, {error: {message, type, param: null, code: status}});
}
