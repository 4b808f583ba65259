import {spawn, type ChildProcess} from "node:child_process";
import {SampleLog} from "./sample-log.js";
import type {Sampler, SamplerSummary} from "./sampler.js";
import {telemetryFields} from "./telemetry-header.js";

interface Options {
  /** Telemetry file; appended to. */
  readonly path: string;
  readonly interval_ms?: number;
  /** nvidia-smi, or a stand-in for it. */
  readonly command?: readonly [string, ...string[]];
  /** Silence after which the child counts as hung. */
  readonly hang_ms?: number;
}

/** Starts without one sample between them after which there is nothing to sample. */
const mostFailures = 5;
const restartMs = 300;

/**
 * Samples all GPUs of this host with one long-lived `nvidia-smi -lms` and appends its lines as they are, the header
 * once. The child runs with TZ=UTC, as its timestamps are local time. It is started again when it dies or falls silent;
 * without nvidia-smi the summary says so.
 */
export function startGpuSampler({path, interval_ms = 200, command = ["nvidia-smi"], hang_ms = 3000}: Options): Sampler {
  return new GpuSampler(new SampleLog(path), command, interval_ms, Math.max(hang_ms, 5 * interval_ms));
}

class GpuSampler implements Sampler {
  private child: ChildProcess | null = null;
  private rest = "";
  private header: string | null = null;
  private failures = 0;
  private restarts = 0;
  private problem: string | null = null;
  private stopped = false;
  private watch: NodeJS.Timeout | null = null;
  private again: NodeJS.Timeout | null = null;
  /** Drivers before 535 know the last field by its older name. */
  private fields: readonly string[] = telemetryFields;

  constructor(
    private readonly log: SampleLog,
    private readonly command: readonly [string, ...string[]],
    private readonly intervalMs: number,
    private readonly hangMs: number
  ) {
    this.start();
  }

  summary(): SamplerSummary {
    const {n, gap_max_s, file} = this.log;
    return {
      available: n > 0,
      path: file,
      n_samples: n,
      n_restarts: this.restarts,
      gap_max_s,
      utc_offset_s: 0,
      kind: "measured",
      problem: this.problem
    };
  }

  async stop(): Promise<SamplerSummary> {
    this.stopped = true;
    if (this.again !== null) clearTimeout(this.again);
    if (this.watch !== null) clearTimeout(this.watch);
    const {child} = this;
    if (child !== null) {
      const gone = new Promise((resolve) => child.once("close", resolve));
      kill(child);
      await gone;
    }
    return this.summary();
  }

  private start(): void {
    const [file, ...args] = this.command;
    const query = [`--query-gpu=${this.fields.join(",")}`, "--format=csv", "-lms", String(this.intervalMs)];
    const child = spawn(file, [...args, ...query], {
      detached: true, // a wrapper's children are ended with it
      stdio: ["ignore", "pipe", "pipe"],
      env: {...process.env, TZ: "UTC"}
    });
    this.child = child;
    this.rest = "";
    let said = "";
    const before = this.log.n;
    child.stdout.setEncoding("utf8").on("data", (text: string) => this.take(text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-500)));
    child.once("error", (error: NodeJS.ErrnoException) => {
      said = error.code === "ENOENT" ? `${file} is not on this host` : error.message;
      if (error.code === "ENOENT") this.failures = mostFailures;
    });
    child.once("close", (code, signal) => {
      this.child = null;
      if (this.watch !== null) clearTimeout(this.watch);
      if (this.stopped) return;
      const words = `${said} ${this.rest}`.trim().split("\n")[0] ?? "";
      this.problem = words === "" ? `nvidia-smi ended with ${signal ?? `code ${code}`}` : words;
      this.failures = this.log.n > before ? 0 : this.failures + 1;
      if (/not a valid field/.test(words)) this.fields = telemetryFields.map(olderName);
      if (this.failures >= mostFailures) return;
      this.restarts++;
      this.again = setTimeout(() => this.start(), restartMs);
    });
    this.expect();
  }

  /** Counts on output within the time of a hang. */
  private expect(): void {
    if (this.watch !== null) clearTimeout(this.watch);
    const {child} = this;
    if (child !== null) this.watch = setTimeout(() => kill(child), this.hangMs);
  }

  private take(text: string): void {
    this.expect();
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    let rows = 0;
    let out = "";
    for (const line of lines) {
      if (line.startsWith("timestamp")) {
        if (this.header !== null) continue;
        this.header = line;
      } else if (/^\d{4}\//.test(line)) rows++;
      else {
        this.rest += line; // a message, not a sample: kept for the problem
        continue;
      }
      out += `${line.trimEnd()}\n`;
    }
    if (out !== "") this.log.append(out, rows);
  }
}

function olderName(field: string): string {
  return field === "clocks_event_reasons.active" ? "clocks_throttle_reasons.active" : field;
}

/** Ends the source and what it has started: it holds nothing that needs an orderly end. */
function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // gone already
  }
}
