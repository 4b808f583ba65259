import {expect, test} from "vitest";
import {realText} from "./testing/real.js";
import {parseTelemetryCsv} from "./telemetry-csv.js";

const head = "timestamp, index, power.draw [W], memory.used [MiB], clocks_event_reasons.active\n";

test("parseTelemetryCsv reads units in cells or header, and the time as UTC", () => {
  const {samples, problems} = parseTelemetryCsv(
    `${head}2026/11/24 05:13:53.569, 0, 121.69 W, 73391 MiB, 0x4\n`,
    "t.csv"
  );
  expect(samples).toEqual([
    {
      epochMs: Date.UTC(2026, 10, 24, 5, 13, 53, 569),
      gpuIndex: 0,
      powerW: 121.69,
      powerLimitW: null,
      smClockMhz: null,
      memoryClockMhz: null,
      temperatureC: null,
      gpuUtilisationPct: null,
      memoryUsedMib: 73391,
      throttleReasons: 4
    }
  ]);
  expect(problems).toEqual([]);
});

test("parseTelemetryCsv reads what the driver does not give as null", () => {
  const {samples} = parseTelemetryCsv(`${head}2026/11/24 05:13:53, 0, [N/A], N/A, [Not Supported]\n`, "t.csv");
  expect(samples[0]).toMatchObject({powerW: null, memoryUsedMib: null, throttleReasons: null});
});

test("parseTelemetryCsv takes the local time's offset away", () => {
  const {samples} = parseTelemetryCsv(`${head}2026/11/24 13:00:00.000, 0, 1, 1, 0x0\n`, "t.csv", 8 * 3600);
  expect(samples[0]!.epochMs).toBe(Date.UTC(2026, 10, 24, 5));
});

test("parseTelemetryCsv prefers instant power to the average", () => {
  const text = realText("h100-llama-3.1-8b", "telemetry.csv");
  const {samples, powerColumn} = parseTelemetryCsv(text, "t.csv");
  expect(powerColumn).toBe("power.draw.instant");
  expect(samples).toHaveLength(1545);
});

test("parseTelemetryCsv of a real file cut mid-line leaves that line out and says so, at every length", () => {
  const text = realText("h100-bf16", "telemetry.csv").slice(0, 2000);
  const end = text.lastIndexOf("\n") + 1;
  const start = text.lastIndexOf("\n", end - 2) + 1;
  const whole = parseTelemetryCsv(text.slice(0, start), "t.csv").samples;
  for (let cut = start + 1; cut < end - 1; cut++) {
    const {samples, problems} = parseTelemetryCsv(text.slice(0, cut), "t.csv");
    expect(samples, text.slice(start, cut)).toEqual(whole);
    expect(problems).toEqual([expect.stringMatching(/^t\.csv, line \d+: cut off, left out$/)]);
  }
});

test("parseTelemetryCsv keeps a last line that only lacks its end", () => {
  const line = "2026/11/24 05:13:53.569, 0, 121.69 W, 73391 MiB, 0x0000000000000004";
  expect(parseTelemetryCsv(`${head}${line}\n${line}`, "t.csv")).toMatchObject({samples: [{}, {}], problems: []});
});

test("parseTelemetryCsv counts lines that are no samples", () => {
  const {samples, problems} = parseTelemetryCsv(`${head}Unable to determine the device handle\n\nx, y\n`, "t.csv");
  expect(samples).toEqual([]);
  expect(problems).toEqual(["t.csv: 2 lines are no samples and were left out, the first is line 2"]);
});

test("parseTelemetryCsv refuses a file without a time", () => {
  expect(() => parseTelemetryCsv("a,b\n1,2\n", "t.csv")).toThrow(
    't.csv: no telemetry: the header names no timestamp: "a,b\\n1,2\\n"'
  );
});
