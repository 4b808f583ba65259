import {Problem} from "../../../src/model/problem.js";

/** How a command on a host ended. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs commands on a host and moves folders to and from it. Paths that are not absolute start from the home folder
 * there. A command that fails is a value; a host that is not reached is a ConnectionLost.
 */
export interface Transport {
  /** For messages. */
  readonly name: string;
  run(argv: readonly string[], options?: {readonly input?: string; readonly timeout_s?: number}): Promise<Ran>;
  /** Puts what a folder here holds into a folder there, which is made. */
  send(folder: string, to: string): Promise<void>;
  /** Puts what a folder there holds into a folder here, which is made. */
  fetch(from: string, folder: string): Promise<void>;
  close(): Promise<void>;
}

/** The host was not reached: what runs there goes on, and the same step may be tried again. */
export class ConnectionLost extends Problem {}

/** Runs a command that must succeed. @returns what it printed */
export async function mustRun(
  transport: Transport,
  argv: readonly string[],
  cause: string,
  input?: string
): Promise<string> {
  const {exitCode, stdout, stderr} = await transport.run(argv, input === undefined ? {} : {input});
  if (exitCode === 0) return stdout;
  const said = (stderr.trim() || stdout.trim() || `code ${exitCode}`).split("\n").slice(-3).join("; ");
  throw new Problem(`${cause}: ${said}`, {where: transport.name, exitCode: 3});
}
