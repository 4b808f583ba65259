import {cardOf} from "./card.js";
import {vllmLog} from "./log.js";
import {parseOptions} from "./options.js";
import {simulatedServer as listen} from "./server.js";
import {portTaken, startFailure} from "./start-failure.js";
import {logFailure, logLoad, logStart} from "./startup.js";

/**
 * Runs the simulated server until SIGINT or SIGTERM. It says what it does on stdout in the words of vLLM's log, and
 * ends with code 1 where vLLM would not start.
 * @param argv arguments alone
 */
export async function simulatedServer(argv: readonly string[]): Promise<void> {
  const options = parseOptions(argv);
  const log = vllmLog((line) => process.stdout.write(line));
  logStart(options, log);
  const card = options.config === null ? null : cardOf(options);
  const failure = startFailure(options, card);
  if (failure !== null || card === null) {
    logFailure(failure ?? "", log);
    process.exitCode = 1;
    return;
  }
  await logLoad(options, card, log);
  let server;
  try {
    server = await listen(options, card, log, () => process.kill(process.pid, "SIGKILL"));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    logFailure(portTaken(options.port), log);
    process.exitCode = 1;
    return;
  }
  log.info("api_server.py:677", `Starting vLLM server on http://${options.host}:${server.port} (simulated)`);
  log.raw("APIServer", "INFO:     Application startup complete.");
  const {promise, resolve} = withResolvers();
  process.once("SIGINT", resolve);
  process.once("SIGTERM", resolve);
  if (options.simUntilStdinEnds) process.stdin.once("end", resolve).resume();
  await promise;
  log.raw("APIServer", "INFO:     Shutting down");
  await server.stop();
}

function withResolvers(): {promise: Promise<void>; resolve: () => void} {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return {promise, resolve};
}
