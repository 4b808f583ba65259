import {readFileSync} from "node:fs";
import {setTimeout as sleep} from "node:timers/promises";
import {diagnose, tail, type Diagnosis} from "./failures.js";
import {freePort, isPortFree} from "./free-port.js";
import type {PlannedServer} from "./planned.js";
import {ProcessGroup} from "./process-group.js";
import type {ProcessRegister} from "./process-register.js";
import {ServerApi} from "./server-api.js";

/** A server that did not become ready, told for people and for the manifest. */
export interface StartFailure {
  readonly ok: false;
  /** Cause and remedy in one line. */
  readonly problem: string;
  readonly diagnosis: Diagnosis | null;
  readonly tail: readonly string[];
  readonly command: readonly string[];
  readonly took_s: number;
}

interface StartOptions {
  readonly log: string;
  readonly start_s: number;
  readonly stop_s: number;
  readonly register: ProcessRegister;
  readonly signal: AbortSignal;
}

/** A ready server in a process group of its own. */
export class RunningServer {
  readonly ok = true;

  private constructor(
    readonly planned: PlannedServer,
    readonly command: readonly string[],
    readonly api: ServerApi,
    private readonly group: ProcessGroup,
    private readonly options: StartOptions,
    readonly took_s: number
  ) {}

  /**
   * Starts a server and waits until it is healthy, has ended, or the time is over. Aborted: ended, then thrown. A free
   * port that somebody else takes before the server does is a reason to try another.
   */
  static async start(planned: PlannedServer, options: StartOptions): Promise<RunningServer | StartFailure> {
    for (let attempt = 1; ; attempt++) {
      const started = await RunningServer.startOnce(planned, options);
      if (started.ok || started.diagnosis?.id !== "port-taken" || planned.port !== null || attempt === 3)
        return started;
    }
  }

  private static async startOnce(planned: PlannedServer, options: StartOptions): Promise<RunningServer | StartFailure> {
    const begin = performance.now();
    const took = (): number => (performance.now() - begin) / 1e3;
    const port = planned.port ?? (await freePort());
    const command = [...planned.command, "--host", "127.0.0.1", "--port", String(port)];
    const failed = (problem: string, diagnosis: Diagnosis | null, lines: readonly string[]): StartFailure => ({
      ok: false,
      problem,
      diagnosis,
      tail: lines,
      command,
      took_s: took()
    });
    // A stranger on the port would answer /health in the server's place.
    if (!(await isPortFree(port))) {
      const taken = diagnose(`Address already in use: port ${port}`)!;
      return failed(`${taken.cause} (${port}); ${taken.remedy}`, taken, []);
    }
    let group: ProcessGroup;
    try {
      group = await ProcessGroup.start(command, {
        log: options.log,
        environment: {...planned.environment, ...options.register.mark}
      });
    } catch (error) {
      return failed(error instanceof Error ? error.message : String(error), null, []);
    }
    options.register.add(`server ${planned.id}`, group.leader);
    const api = new ServerApi(`http://127.0.0.1:${port}`);
    const server = new RunningServer(planned, command, api, group, options, 0);
    try {
      const end = performance.now() + options.start_s * 1e3;
      for (let pause = 50; ; pause = Math.min(500, pause * 1.3)) {
        options.signal.throwIfAborted();
        const exit = group.exit();
        if (exit !== null) {
          await server.stop();
          const {problem, diagnosis, lines} = explain(options.log);
          const how = exit.signal === null ? `ended with code ${exit.code}` : `was ended by ${exit.signal}`;
          return failed(problem ?? `the server ${how} before it was ready`, diagnosis, lines);
        }
        if (await api.isHealthy(2000, options.signal)) break;
        if (performance.now() > end) {
          await server.stop();
          const {problem, diagnosis, lines} = explain(options.log);
          return failed(
            problem ?? `not ready within ${options.start_s} s; raise timeouts.start_s, or see the log`,
            diagnosis,
            lines
          );
        }
        await sleep(pause, undefined, {signal: options.signal});
      }
    } catch (error) {
      await server.stop();
      throw error;
    }
    return new RunningServer(planned, command, api, group, options, took());
  }

  get pid(): number {
    return this.group.pid;
  }

  /** Like death(), for a server that may be dying right now: its ending is told a moment after its connections break. */
  async dying(): Promise<ReturnType<RunningServer["death"]>> {
    await this.group.endsWithin(300);
    return this.death();
  }

  /** Null while it lives; else what ended it, with what the log says. */
  death(): {readonly problem: string; readonly tail: readonly string[]} | null {
    const exit = this.group.exit();
    if (exit === null) return null;
    const {problem, lines} = explain(this.options.log);
    const how = exit.signal === null ? `ended with code ${exit.code}` : `was ended by ${exit.signal}`;
    return {problem: `the server ${how}${problem === null ? "" : `: ${problem}`}`, tail: lines};
  }

  /** Asked to end, then ended by force with everything it started. */
  async stop(): Promise<{readonly forced: boolean; readonly took_s: number}> {
    const begin = performance.now();
    const {forced} = await this.group.stop(this.options.stop_s);
    this.options.register.remove(this.group.leader);
    return {forced, took_s: (performance.now() - begin) / 1e3};
  }
}

function explain(log: string): {problem: string | null; diagnosis: Diagnosis | null; lines: string[]} {
  let text = "";
  try {
    text = readFileSync(log, "utf8");
  } catch {
    // nothing was printed
  }
  const diagnosis = diagnose(text);
  return {problem: diagnosis === null ? null : `${diagnosis.cause}; ${diagnosis.remedy}`, diagnosis, lines: tail(text)};
}
