import {Problem} from "../../../src/model/problem.js";
import type {SpecTarget} from "../spec.js";
import {clockOffset} from "./clock-offset.js";
import {hostCommand} from "./host-command.js";
import {RemoteExecutor, type HostNotes, type RemoteOptions} from "./remote-executor.js";
import {RemoteShare, type Standing} from "./remote-share.js";
import type {ShareState} from "./share-order.js";
import type {TargetHost} from "./target-host.js";

/** Looks without a sign of life after which a runner counts as not started. */
const looksToStart = 20;

/** Measures on a host that ssh reaches, in a process that does not need the connection. */
export class SshExecutor extends RemoteExecutor {
  private looks = 0;
  private comparedAtEnd = false;

  constructor(
    private readonly host: TargetHost,
    private readonly target: SpecTarget,
    private readonly run: string,
    options: RemoteOptions
  ) {
    super(options);
  }

  protected async connect(): Promise<RemoteShare> {
    const {base} = await this.host.ready();
    await this.host.checkNode();
    return new RemoteShare(this.host.transport, base, this.options.share, this.run);
  }

  protected async isRunning({alive}: Standing): Promise<boolean> {
    return alive;
  }

  protected async launch(): Promise<void> {
    const {transport} = this.host;
    const {base, bundle} = await this.host.ready();
    const clock = await clockOffset(transport);
    if (clock !== null) this.clock.push(clock);
    await this.remote.detach(hostCommand(this.target, base, bundle, this.remote.folder));
  }

  protected async explain(state: ShareState | null): Promise<Problem | null> {
    if (state === null && this.looks++ < looksToStart) return null;
    if (state === null) return new Problem("the runner did not start", {value: await this.remote.log(), exitCode: 3});
    if (state.status === "running") {
      return new Problem("the runner was killed, or its host restarted", {
        remedy: "what was complete is kept; --resume goes on",
        exitCode: 3
      });
    }
    return new Problem(state.problem ?? "the runner ended", {exitCode: exitCode(state)});
  }

  protected async end(): Promise<boolean> {
    if (this.last?.status !== "running") return false;
    await this.host.transport.run(["kill", "-TERM", String(this.last.pid)]);
    return true;
  }

  override async collect(): Promise<void> {
    await super.collect();
    if (this.last?.status === "running" || this.comparedAtEnd) return;
    this.comparedAtEnd = true;
    const clock = await clockOffset(this.host.transport).catch(() => null);
    if (clock !== null) this.clock.push(clock);
  }

  notes(): HostNotes {
    return {clock: this.clock, state: this.last};
  }
}

export function exitCode({exit_code}: ShareState): 1 | 2 | 3 | 130 {
  return exit_code === 2 || exit_code === 3 || exit_code === 130 ? exit_code : 1;
}
