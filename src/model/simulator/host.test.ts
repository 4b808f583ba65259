import {describe, expect, it} from "vitest";
import {Host} from "./host.js";

const mean = (): number => 1 - Math.exp(-1); // makes the exponential jitter 1
const drain = (host: Host): [number, number][] => {
  const out: [number, number][] = [];
  for (let now = host.nextMs(); now !== Infinity; now = host.nextMs()) {
    host.advance(now);
    for (let r = host.take(now); r >= 0; r = host.take(now)) out.push([r, now]);
  }
  return out;
};

describe("Host", () => {
  const times = {latencyMs: 10, requestMs: 2, tokenMs: 0.01, chunkMs: 0.05};

  it("hands over what has queued as a batch, all at its end", () => {
    const host = new Host(times, [0, 1, 2, 50], [100, 100, 100, 100], mean);
    for (let i = 0; i < 4; i += 1) host.add(i);
    const out = drain(host);
    expect(out.map(([r]) => r)).toEqual([0, 1, 2, 3]);
    const at = out.map(([, ms]) => ms);
    expect(at[0]).toBeCloseTo(3 + 10, 9);
    expect(at[1]).toBeCloseTo(3 + 6 + 10, 9); // two prompts, from 3 ms on
    expect(at[2]).toBe(at[1]);
    expect(at[3]).toBeCloseTo(50 + 3 + 10, 9);
  });

  it("takes 32 prompts in a batch at most", () => {
    const host = new Host(
      times,
      Array.from({length: 40}, () => 0),
      Array.from({length: 40}, () => 1),
      mean
    );
    for (let i = 0; i < 40; i += 1) host.add(i);
    const at = drain(host).map(([, ms]) => ms);
    expect(new Set(at.slice(0, 32)).size).toBe(1);
    expect(at[32]).toBeGreaterThan(at[31] as number);
  });

  it("is slower while it streams, and shows what comes out only when it is free", () => {
    const busy = new Host(times, [0], [100], mean);
    busy.add(0);
    busy.stream(100, 10); // half of its time
    busy.advance(0);
    expect(busy.seenMs(1)).toBeCloseTo(6, 9);
    expect(busy.seenMs(8)).toBe(8);
    expect(busy.nextMs()).toBeCloseTo(6 + 20, 9);
  });
});
