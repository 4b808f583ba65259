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
 * Progress of a sweep over several targets in one place: a bar for each target on a terminal, lines that begin with the
 * share's name elsewhere.
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
              barsize: 20,
              gracefulExit: false
            },
            Presets.legacy
          )
        : null;
  }

  readonly emit = (event: SweepEvent): void => {
    if (event.kind !== "from") return;
    if (this.bars === null) this.lineOf(event.share).emit(event.event);
    else this.show(event.target, event.share, event.event);
  };

  stop(): void {
    this.bars?.stop();
    for (const line of this.lines.values()) line.stop();
  }

  private lineOf(share: string): SweepDisplay {
    const known = this.lines.get(share);
    if (known !== undefined) return known;
    // Behind the time that every line begins with.
    const write = (text: string): unknown => this.out.write(text.replace(/^(\S+) {2}/, `$1  ${share}: `));
    const made = new SweepDisplay({write});
    this.lines.set(share, made);
    return made;
  }

  private show(target: string, share: string, event: SweepEvent): void {
    const shares = this.shares.get(target) ?? new Map<string, Progress>();
    this.shares.set(target, shares);
    const progress = shares.get(share) ?? {points: 0, done: 0, leftS: 0, doing: ""};
    shares.set(share, progress);
    const told = advance(progress, event);
    if (told !== null) this.bars!.log(`${share}: ${told}\n`);
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
    const bar = this.barOf.get(target) ?? this.bars!.create(total, 0, values);
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

/** Moves a share's progress on. @returns what a reader must be told beside the bar, or null */
function advance(progress: Progress, event: SweepEvent): string | null {
  const finished = (estimate_s: number): void => {
    progress.done++;
    progress.leftS = Math.max(0, progress.leftS - estimate_s);
  };
  switch (event.kind) {
    case "plan":
      progress.points = progress.done + event.points; // a runner that was started again counts what is left
      progress.leftS = event.estimate_s;
      return null;
    case "points-added":
      progress.points += event.points;
      progress.leftS += event.estimate_s;
      return null;
    case "points-left-out":
      progress.points -= event.points.length;
      progress.leftS -= event.points.reduce((sum, point) => sum + point.estimate_s, 0);
      return `left out ${event.points.map((point) => point.point).join(", ")}: ${event.why}`;
    case "server-start":
      progress.doing = `starting ${event.server}`;
      return null;
    case "server-ready":
      return null;
    case "server-failed":
      return event.expected ? null : `server ${event.server} FAILED: ${event.problem}`;
    case "server-stopped":
      progress.doing = "";
      return null;
    case "point-start":
      progress.doing = `${event.point.point}#${event.point.repeat}`;
      return null;
    case "point-done":
      finished(event.point.estimate_s);
      return null;
    case "point-failed":
      if (!event.retried) finished(event.point.estimate_s);
      return `${event.point.point}#${event.point.repeat} FAILED: ${event.problem}`;
    case "note":
      return event.text;
    case "from":
    default:
      return event.kind === "from" ? advance(progress, event.event) : null;
  }
}
