import {join} from "node:path";
import type {Spec, SpecTarget} from "../../spec.js";
import {SweepFixture} from "../../sweep-fixture.js";
import type {LoopbackSsh} from "./loopback-ssh.js";

const simulated = {engine: "simulated", gpu: "h100-80gb-sxm", flags: {"sim-speed": 20, "sim-startup-s": 0}} as const;
const shape = {input_tokens: 64, output_tokens: 16};

/** A long point between short ones, in three stages: there is time for something to happen. About 8 s. */
export const longPoint = {
  sentinel: "none",
  workloads: [
    {...shape, load: {concurrency: [1]}, stage: 1},
    {...shape, load: {concurrency: [2]}, n_requests: 1200, stage: 2},
    {...shape, load: {concurrency: [4]}, stage: 3}
  ]
};

/** A sweep of the simulated target over other hosts, in folders of its own. */
export class SpreadFixture extends SweepFixture {
  constructor(targets: Readonly<Record<string, Omit<SpecTarget, "engine">>>, over: Partial<Spec> = {}) {
    super({...over, targets: SpreadFixture.targets(targets)});
  }

  /** Targets as a spec has them. */
  static targets(targets: Readonly<Record<string, Omit<SpecTarget, "engine">>>): Record<string, SpecTarget> {
    return Object.fromEntries(Object.entries(targets).map(([id, target]) => [id, {...simulated, ...target}]));
  }

  static ssh(ssh: LoopbackSsh, folder: string): Omit<SpecTarget, "engine"> {
    return {via: "ssh", host: ssh.host, ssh_config: ssh.config, folder, node: process.execPath};
  }

  static slurm(folder: string, slurm: SpecTarget["slurm"] = {}): Omit<SpecTarget, "engine"> {
    return {via: "slurm", folder, node: process.execPath, slurm: {partition: "gpu", time_limit: "20", ...slurm}};
  }

  get runFolder(): string {
    return join(this.runs, "t");
  }

  /** runner.hosts of the manifest. */
  get hosts(): Record<string, Record<string, unknown>> {
    return (this.manifest.runner as {hosts: Record<string, Record<string, unknown>>}).hosts;
  }
}
