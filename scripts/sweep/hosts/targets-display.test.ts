import {expect, test} from "vitest";
import type {PlannedPoint} from "../planned.js";
import {TargetsDisplay} from "./targets-display.js";

test("without a terminal every line begins with its time and share, and a sweep's own lines with the time alone", () => {
  const lines: string[] = [];
  const display = new TargetsDisplay({write: (text) => lines.push(text.replace(/^\d\d:\d\d:\d\d/, "TIME"))});
  const point = {point: "a-i8-o8-c1", repeat: 1, estimate_s: 1} as PlannedPoint;
  const from = (share: string, event: Parameters<TargetsDisplay["emit"]>[0]) =>
    display.emit({kind: "from", target: "cluster", share, event});
  display.emit({kind: "note", text: "warning: x"});
  from("cluster.a", {kind: "plan", points: 2, estimate_s: 2});
  from("cluster.b", {kind: "note", text: "job 12 waits: Resources"});
  from("cluster.a", {kind: "point-failed", point, problem: "why", retried: false});
  expect(lines).toEqual([
    "TIME  warning: x\n",
    "TIME  cluster.a: 2 points to measure, about 2 s without starting servers\n",
    "TIME  cluster.b: job 12 waits: Resources\n",
    "TIME  cluster.a: a-i8-o8-c1#1 FAILED: why\n"
  ]);
});
