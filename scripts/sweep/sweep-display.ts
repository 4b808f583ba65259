import {MultiBar, Presets, type SingleBar} from "cli-progress";
import {durationText} from "./duration-text.js";
import type {SweepEvent} from "./sweep-event.js";

/** Where progress goes: stderr. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Progress of a sweep on stderr: one line for each thing done; on a terminal a bar with the time left below them. */
export class SweepDisplay {
  private readonly bars: MultiBar | null;
  private bar: SingleBar | null = null;
  private points = 0;
  private done = 0;
  /** Estimated seconds of points that are done, and what they really took. */
  private estimatedS = 0;
  private tookS = 0;
  private leftS = 0;
  private pointStart = 0;

  constructor(
    private readonly out: Output,
    private readonly now: () => number = () => performance.now() / 1e3
  ) {
    // A single bar puts the cursor back to where it started, which is another line once lines were written.
    this.bars =
      out.isTTY === true
        ? new MultiBar(
            {
              stream: out as NodeJS.WriteStream,
              format: "[{bar}] {value}/{total} points  {left} left  {doing}",
              hideCursor: true,
              clearOnComplete: true,
              barsize: 24,
              gracefulExit: false,
              fps: 4,
              linewrap: true,
              forceRedraw: true // a line that was written stands where the bar was
            },
            Presets.legacy
          )
        : null;
  }

  readonly emit = (event: SweepEvent): void => {
    switch (event.kind) {
      case "plan":
        this.points = event.points;
        this.leftS = event.estimate_s;
        this.bar =
          this.bars?.create(Math.max(1, event.points), 0, {left: durationText(event.estimate_s), doing: ""}) ?? null;
        return this.line(
          `${event.points} points to measure, about ${durationText(event.estimate_s)} without starting servers`
        );
      case "points-added":
        this.points += event.points;
        this.leftS += event.estimate_s;
        return this.bar?.setTotal(this.points);
      case "points-left-out":
        this.points -= event.points.length;
        this.leftS -= event.points.reduce((sum, point) => sum + point.estimate_s, 0);
        this.bar?.setTotal(Math.max(1, this.points));
        return this.line(`left out ${event.points.map((point) => point.point).join(", ")}: ${event.why}`);
      case "note":
        return this.line(event.text);
      case "from":
        return this.emit(event.event);
      case "server-start":
        this.doing(`starting ${event.server}`);
        return this.line(`starting server ${event.server}`);
      case "server-ready":
        return this.line(`server ${event.server} ready after ${event.took_s.toFixed(1)} s`);
      case "server-failed":
        this.line(`server ${event.server} ${event.expected ? "failed, as expected" : "FAILED"}: ${event.problem}`);
        return event.expected ? undefined : event.tail.forEach((line) => this.line(`  | ${line}`));
      case "server-stopped":
        return this.line(`server ${event.server} stopped${event.forced ? " by force" : ""}`);
      case "point-start":
        this.pointStart = this.now();
        return this.doing(`${event.point.point}#${event.point.repeat}`);
      case "point-done": {
        this.finished(event.point.estimate_s);
        const {output_tokens_per_s, ttft_mean_ms, tpot_mean_ms} = event.values;
        const times = `TTFT ${three(ttft_mean_ms)} ms, TPOT ${three(tpot_mean_ms)} ms`;
        return this.line(
          `${this.done}/${this.points}  ${event.point.point}#${event.point.repeat}  ${three(output_tokens_per_s)} tok/s, ${times}, overhead ${event.overhead_s.toFixed(2)} s; ${this.left()} left`
        );
      }
      case "point-failed":
        if (!event.retried) this.finished(event.point.estimate_s);
        return this.line(
          `${event.point.point}#${event.point.repeat} FAILED${event.retried ? ", tried once more" : ""}: ${event.problem}`
        );
    }
  };

  stop(): void {
    if (this.bar !== null) this.bars?.stop();
    this.bar = null;
  }

  private finished(estimateS: number): void {
    this.done++;
    this.leftS -= estimateS;
    this.estimatedS += estimateS;
    this.tookS += this.now() - this.pointStart;
    this.bar?.update(Math.min(this.done, this.points), {left: this.left()});
  }

  /** The estimate of what is left, at the pace seen so far. */
  private left(): string {
    const pace = this.estimatedS > 0 ? this.tookS / this.estimatedS : 1;
    return durationText(this.leftS * pace);
  }

  private doing(text: string): void {
    this.bar?.update({doing: text, left: this.left()});
  }

  private line(text: string): void {
    const overBar = this.bar === null ? "" : "\r\u001B[2K";
    this.out.write(`${overBar}${new Date().toISOString().slice(11, 19)}  ${text}\n`);
  }
}

function three(value: number | null): string {
  return value === null ? "-" : Number(value.toPrecision(3)).toString();
}
