import type {ServerResponse} from "node:http";
import type {CompletionRequest} from "./completion-request.js";
import {tokenText} from "./tokenizer.js";

/** Writes the chunks of one streamed answer; the constant parts of a chunk are made once. */
export class Answer {
  private readonly head: string;
  private readonly tail: string;
  private begun = false;
  private readonly created = Math.floor(Date.now() / 1000);

  constructor(
    private readonly response: ServerResponse,
    private readonly request: CompletionRequest,
    readonly id: string
  ) {
    const object = request.chat ? "chat.completion.chunk" : "text_completion";
    this.head = `{"id":"${id}","object":"${object}","created":${this.created},"model":${JSON.stringify(request.model)},`;
    this.tail = request.include_usage ? ',"usage":null}' : "}";
  }

  /** The head waits for the first chunk and leaves with it: a burst of requests is taken in sooner. */
  start(): void {
    this.response.writeHead(200, {"Content-Type": "text/event-stream; charset=utf-8", "Transfer-Encoding": "chunked"});
  }

  /** The chat answer's first chunk, which names the role and carries no token. */
  role(): void {
    this.send(`"choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]`);
  }

  token(token: number, finish: "length" | "stop" | null): void {
    const reason = finish === null ? "null" : `"${finish}"`;
    this.send(
      this.request.chat
        ? `"choices":[{"index":0,"delta":{"content":"${tokenText(token)}"},"logprobs":null,"finish_reason":${reason}}]`
        : `"choices":[{"index":0,"text":"${tokenText(token)}","logprobs":null,"finish_reason":${reason}}]`
    );
  }

  /** Usage, when it was asked for, and the end. */
  end(generated: number): void {
    const {socket} = this.response;
    socket?.cork();
    if (this.request.include_usage) {
      this.write(`data: ${this.head}"choices":[],"usage":${usage(this.request, generated)}}\n\n`);
    }
    this.write("data: [DONE]\n\n");
    this.response.end();
    socket?.uncork();
  }

  /** The whole answer at once, for a request that does not stream. */
  whole(tokens: readonly number[], finish: "length" | "stop"): void {
    const text = tokens.map(tokenText).join("");
    const choice = this.request.chat
      ? {index: 0, message: {role: "assistant", content: text}, finish_reason: finish}
      : {index: 0, text, logprobs: null, finish_reason: finish};
    const object = this.request.chat ? "chat.completion" : "text_completion";
    const head = {id: this.id, object, created: this.created, model: this.request.model, choices: [choice]};
    const body = JSON.stringify({...head, usage: JSON.parse(usage(this.request, tokens.length)) as unknown});
    this.response.writeHead(200, {"Content-Type": "application/json"});
    this.response.end(body);
  }

  private send(choices: string): void {
    this.write(`data: ${this.head}${choices}${this.tail}\n\n`);
  }

  /**
   * Writes one HTTP chunk of ASCII straight to the socket: response.write() takes three writes and a cork per chunk, which is
   * most of a step's time at hundreds of streams.
   */
  write(text: string): void {
    const {socket} = this.response;
    if (socket === null || socket.destroyed) return;
    if (!this.begun) {
      this.begun = true;
      socket.cork();
      this.response.flushHeaders();
      process.nextTick(() => socket.uncork());
    }
    socket.write(`${text.length.toString(16)}\r\n${text}\r\n`, "latin1");
  }
}

function usage(request: CompletionRequest, generated: number): string {
  const prompt = request.prompt.length;
  return `{"prompt_tokens":${prompt},"total_tokens":${prompt + generated},"completion_tokens":${generated},"prompt_tokens_details":null}`;
}
