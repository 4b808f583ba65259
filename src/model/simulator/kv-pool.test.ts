import * as fc from "fast-check";
import {describe, expect, it} from "vitest";
import {KvPool} from "./kv-pool.js";

describe("KvPool", () => {
  it("knows how many blocks any number of steps will take, as counting them one by one does", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({min: 1, max: 500}), {minLength: 1, maxLength: 20}),
        fc.integer({min: 0, max: 1000}),
        fc.integer({min: 0, max: 200}),
        (contexts, step, steps) => {
          const pool = new KvPool(1e6, 16);
          for (const context of contexts) pool.decoder(step, context, 1);
          const counted = contexts.reduce((sum, c) => sum + pool.blocks(c + steps) - pool.blocks(c), 0);
          expect(pool.needed(step, steps, contexts.length)).toBe(counted);
        }
      )
    );
  });

  it("lasts as many steps as its free blocks allow, and not one more", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({min: 1, max: 300}), {minLength: 1, maxLength: 9}),
        fc.integer({min: 0, max: 40}),
        (contexts, room) => {
          const pool = new KvPool(room * 16, 16);
          for (const context of contexts) pool.decoder(5, context, 1);
          const steps = pool.lasting(5, 1000, contexts.length);
          expect(pool.needed(5, steps, contexts.length)).toBeLessThanOrEqual(room);
          if (steps < 1000) expect(pool.needed(5, steps + 1, contexts.length)).toBeGreaterThan(room);
        }
      )
    );
  });

  it("remembers its peak", () => {
    const pool = new KvPool(160, 16);
    pool.take(7);
    pool.give(5);
    expect(pool.free).toBe(8);
    expect(pool.peakShare).toBe(0.7);
  });
});
