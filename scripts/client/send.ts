import {Agent, request as httpRequest, type RequestOptions} from "node:http";
import {Agent as HttpsAgent, request as httpsRequest} from "node:https";
import {StreamReader} from "./stream-reader.js";

/** One request as it went. What it answered is read after the load: parsing would delay the requests in flight. */
export interface Outcome {
  /** When its bytes left, ms of performance.now(). */
  readonly start_ms: number;
  readonly reader: StreamReader;
  /** Why it broke off; null when it came to its end. */
  readonly error: string | null;
}

/** Connections to one server, kept open. */
export interface Connections {
  readonly agent: Agent;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Made once: taking a URL apart for each request costs a burst its simultaneity. */
  readonly target: RequestOptions;
}

export function connections(url: URL): Connections {
  const options = {
    keepAlive: true,
    maxSockets: Number.POSITIVE_INFINITY,
    maxFreeSockets: 65_536,
    scheduling: "lifo"
  } as const;
  const agent = url.protocol === "https:" ? new HttpsAgent(options) : new Agent(options);
  const key = process.env["OPENAI_API_KEY"];
  const headers = {"Content-Type": "application/json", ...(key === undefined ? {} : {Authorization: `Bearer ${key}`})};
  const {hostname, port, pathname, search, protocol} = url;
  const target = {
    protocol,
    host: hostname.replace(/^\[|\]$/g, ""),
    port,
    path: pathname + search,
    method: "POST",
    agent
  };
  return {agent, url, headers, target};
}

interface Call {
  readonly body: Buffer;
  readonly chat: boolean;
  readonly output_tokens: number;
  readonly timeout_ms: number | null;
}

/**
 * Sends one streaming request and calls back once when it has ended, in the same turn of the event loop. Never throws.
 * @returns a function that ends the request early with the given error
 */
export function send(to: Connections, call: Call, onEnd: (outcome: Outcome) => void): (error: string) => void {
  const reader = new StreamReader(call.chat, call.output_tokens);
  let startMs = performance.now();
  let ended = false;
  let destroy = (): void => {};
  let timer: NodeJS.Timeout | null = null;
  const end = (error: string | null): void => {
    if (ended) return;
    ended = true;
    if (timer !== null) clearTimeout(timer);
    onEnd({start_ms: startMs, reader, error});
  };
  const abort = (error: string): void => {
    end(error);
    destroy();
  };
  if (call.timeout_ms !== null) {
    timer = setTimeout(() => abort(`no end within ${call.timeout_ms! / 1e3} s`), call.timeout_ms);
  }
  const attempt = (again: boolean): void => {
    const request = requestTo(to, call.body.length);
    destroy = () => request.destroy();
    // the bytes leave right after this event: a request's clock starts here, the time before it is the client's queue
    if (again) request.once("socket", () => (startMs = performance.now()));
    request.on("response", (response) => {
      if (response.statusCode !== 200) {
        let text = "";
        response.on("data", (chunk: Buffer) => (text = (text + chunk.toString("utf8")).slice(0, 500)));
        response.on("end", () => end(`HTTP ${response.statusCode}: ${text.trim()}`));
        response.on("error", (error) => end(error.message));
        return;
      }
      response.on("data", (chunk: Buffer) => reader.feed(chunk, performance.now()));
      response.on("end", () => end(null));
      response.on("error", (error) => end(`the answer broke off: ${error.message}`));
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      // a kept connection that the server closed just now: not the server's failure, and nothing was answered
      if (again && request.reusedSocket && error.code === "ECONNRESET" && !ended) attempt(false);
      else end(error.message);
    });
    request.end(call.body);
  };
  attempt(true);
  return abort;
}

function requestTo({target, headers}: Connections, length: number): ReturnType<typeof httpRequest> {
  const options: RequestOptions = {...target, headers: {...headers, "Content-Length": length}};
  return target.protocol === "https:" ? httpsRequest(options) : httpRequest(options);
}

/**
 * Opens connections ahead of the first request, so that no measured time holds a handshake. Failures are left for the
 * requests to find.
 */
export async function preconnect({agent, url}: Connections, n: number): Promise<void> {
  const health = new URL("/health", url);
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  const one = (): Promise<void> =>
    new Promise((resolve) => {
      const call = request(health, {agent, timeout: 5000}, (response) => {
        response.resume();
        response.on("close", resolve);
      });
      call.on("timeout", () => call.destroy());
      call.on("error", () => resolve());
      call.end();
    });
  await Promise.all(Array.from({length: n}, one));
}
