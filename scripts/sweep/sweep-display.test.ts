import {expect, test} from "vitest";
import {planSweep} from "./plan.js";
import {SweepDisplay} from "./sweep-display.js";
import type {SweepEvent} from "./sweep-event.js";

const point = planSweep(
  {
    name: "t",
    model: {name: "q"},
    targets: {laptop: {engine: "simulated"}},
    servers: {bf16: {}},
    workloads: [{input_tokens: 64, output_tokens: 16, load: {concurrency: [1]}}]
  },
  "/spec/t.yaml"
).boots[0]!.boot.points[0]!;
const values = {duration_s: 1, n: 8, failed: 0, output_tokens_per_s: 1234.5, ttft_mean_ms: 20, tpot_mean_ms: 6.17};

const events: SweepEvent[] = [
  {kind: "plan", points: 2, estimate_s: 200},
  {kind: "server-failed", server: "broken", problem: "no memory", tail: ["CUDA out of memory"], expected: false},
  {kind: "point-start", point},
  {kind: "point-done", point: {...point, estimate_s: 100}, values, overhead_s: 0.5}
];

/** What a display writes; its clock moves by 50 s between two events. */
function written(isTTY: boolean): string[] {
  const lines: string[] = [];
  let now = 0;
  const out = {isTTY, columns: 120, write: (text: string) => lines.push(text), cursorTo: () => true, on: () => out};
  const display = new SweepDisplay(out, () => now);
  for (const event of events) {
    display.emit(event);
    now += 50;
  }
  display.stop();
  return lines;
}

const told = [
  "2 points to measure, about 3 min",
  "server broken FAILED: no memory",
  "  | CUDA out of memory",
  "1/2  bf16-i64-o16-c1#1  1230 tok/s, TTFT 20 ms, TPOT 6.17 ms, overhead 0.50 s; 50 s left"
];

test.each([
  ["a file", false],
  ["a terminal", true]
])(
  "in %s every event is a line of its own, the log of a server that failed too, and the time left follows the pace",
  (_, isTTY) => {
    const text = written(isTTY).join("");
    for (const line of told) expect(text).toContain(line);
  }
);

test("the bar is for terminals alone; a line takes its place before it is drawn again, and it leaves the cursor on", () => {
  expect(written(false).join("")).not.toContain("\u001B");
  const lines = written(true);
  expect(lines.filter((line) => line.startsWith("\r\u001B[2K") && line.endsWith("\n"))).toHaveLength(told.length);
  expect(lines.join("").lastIndexOf("\u001B[?25h")).toBeGreaterThan(lines.join("").lastIndexOf("\u001B[?25l"));
});
