import {MultiBar, Presets, type SingleBar} from "cli-progress";
import {durationText} from "../duration-text.js";
import {SweepDisplay, type Output} from "../sweep-display.js";
import type {SweepEvent} from "../sweep-event.js";

/** How far one share is, as far as a bar shows it. */
interface Progress {
  points: number;
  done: number;
  leftS: number;
  doing: string;
}

/**
 * Progress of a sweep over several targets in one place: one line for each thing done, which begins with its share's
 * name; on a terminal a bar for each target below them.
 */
export class TargetsDisplay {
  private readonly bars: MultiBar | null;
  private readonly barOf = new Map<string, SingleBar>();
  private readonly shares = new Map<string, Map<string, Progress>>();
  private readonly lines = new Map<string, SweepDisplay>();

  constructor(private readonly out: Output) {
    this.bars =
      out.isTTY === true
        ? new MultiBar(
            {
              stream: out as NodeJS.WriteStream,
              format: "{target} [{bar}] {value}/{total} points  {left} left  {doing}",
              hideCursor: true,
              clearOnComplete: true,
              barsize: 24,
              gracefulExit: false,
              fps: 4,
              linewrap: true,
              forceRedraw: true
            },
            Presets.legacy
          )
        : null;
  }

  readonly emit = (event: SweepEvent): void => {
    if (event.kind !== "from") return this.lineOf("").emit(event);
    this.lineOf(event.share).emit(event.event);
    if (this.bars !== null) this.show(this.bars, event.target, event.share, event.event);
  };

  stop(): void {
    this.bars?.stop();
  }

  /** What writes the lines of a share; of the whole sweep, those of "". */
  private lineOf(share: string): SweepDisplay {
    const known = this.lines.get(share);
    if (known !== undefined) return known;
    // Behind the time that every line begins with.
    const named = (text: string): string => (share === "" ? text : text.replace(/^(\S+) {2}/, `$1  ${share}: `));
    const made = new SweepDisplay({
      write: (text) => (this.bars === null ? this.out.write(named(text)) : this.bars.log(named(text)))
    });
    this.lines.set(share, made);
    return made;
  }

  private show(bars: MultiBar, target: string, share: string, event: SweepEvent): void {
    const shares = this.shares.get(target) ?? new Map<string, Progress>();
    this.shares.set(target, shares);
    const progress = shares.get(share) ?? {points: 0, done: 0, leftS: 0, doing: ""};
    shares.set(share, progress);
    advance(progress, event);
    const all = [...shares.values()];
    const sum = (of: (each: Progress) => number): number => all.reduce((total, each) => total + of(each), 0);
    const busy = all.filter((each) => each.doing !== "");
    const values = {
      target,
      left: durationText(sum((each) => each.leftS) / Math.max(1, busy.length)),
      doing: busy
        .map((each) => each.doing)
        .join(", ")
        .slice(0, 60)
    };
    const total = Math.max(
      1,
      sum((each) => each.points)
    );
    const bar = this.barOf.get(target) ?? bars.create(total, 0, values);
    this.barOf.set(target, bar);
    bar.setTotal(total);
    bar.update(
      Math.min(
        total,
        sum((each) => each.done)
      ),
      values
    );
  }
}

/** Moves a share's progress on. */
function advance(progress: Progress, event: SweepEvent): void {
  switch (event.kind) {
    case "plan":
      progress.points = progress.done + event.points; // a runner that was started again counts what is left
      progress.leftS = event.estimate_s;
      return;
    case "points-added":
      progress.points += event.points;
      progress.leftS += event.estimate_s;
      return;
    case "points-left-out":
      progress.points -= event.points.length;
      progress.leftS -= event.points.reduce((sum, point) => sum + point.estimate_s, 0);
      return;
    case "server-start":
      progress.doing = `starting ${event.server}`;
      return;
    case "server-stopped":
      progress.doing = "";
      return;
    case "point-start":
      progress.doing = `${event.point.point}#${event.point.repeat}`;
      return;
    case "point-done":
      return finished(progress, event.point.estimate_s);
    case "point-failed":
      return event.retried ? undefined : finished(progress, event.point.estimate_s);
    case "note":
    case "server-ready":
    case "server-failed":
    case "from":
    default:
      return;
  }
}

function finished(progress: Progress, estimate_s: number): void {
  progress.done++;
  progress.leftS = Math.max(0, progress.leftS - estimate_s);
}
