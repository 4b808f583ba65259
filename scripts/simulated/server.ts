import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {BatchEngine} from "./batch-engine.js";
import type {Card} from "./card.js";
import {ConstantEngine} from "./constant-engine.js";
import {Handler} from "./handler.js";
import type {Log} from "./log.js";
import type {SimulatedOptions} from "./options.js";
import type {Engine} from "./sequence.js";
import {calibratedTimer, type StepTimer} from "./step-timer.js";

/** A listening simulated server. */
export interface SimulatedServer {
  readonly port: number;
  readonly engine: Engine;
  stop(): Promise<void>;
}

/**
 * Listens and answers. Rejects with the system's error when the port is taken.
 * @param die ends the process as a crash would; only the `die` faults call it
 */
export async function simulatedServer(
  options: SimulatedOptions,
  card: Card,
  log: Log,
  die: () => void
): Promise<SimulatedServer> {
  const timer = calibratedTimer(card);
  const engine = engineOf(options, card, timer);
  const handler = new Handler(options, card, timer, engine, log, die);
  const server = createServer({keepAliveTimeout: 60_000}, (request, response) => handler.handle(request, response));
  await listen(server, options.port, options.host);
  const progress = setInterval(() => logProgress(engine, log), 10_000);
  return {
    port: (server.address() as AddressInfo).port,
    engine,
    stop: async () => {
      clearInterval(progress);
      engine.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  };
}

function engineOf(options: SimulatedOptions, card: Card, timer: StepTimer): Engine {
  if (options.constant !== null) {
    return new ConstantEngine(options.constant.ttft_ms, options.constant.itl_ms);
  }
  return new BatchEngine(timer, {
    max_num_seqs: options.maxNumSeqs,
    max_num_batched_tokens: options.maxNumBatchedTokens,
    kv_blocks: card.kv_blocks,
    prefix_caching: options.prefixCaching,
    speed: options.simSpeed
  });
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, 4096, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function logProgress(engine: Engine, log: Log): void {
  const {running, waiting, kv_cache_usage: usage} = engine.state();
  if (running + waiting === 0) return;
  const text = `Engine 000: Running: ${running} reqs, Waiting: ${waiting} reqs, GPU KV cache usage: ${(usage * 100).toFixed(1)}%`;
  log.info("loggers.py:310", text);
}
