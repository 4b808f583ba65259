import {describe, expect, it} from "vitest";
import {KvPool} from "./kv-pool.js";
import {PrefixCache} from "./prefix-cache.js";

describe("PrefixCache", () => {
  const fresh = (): {pool: KvPool; cache: PrefixCache} => {
    const pool = new KvPool(1600, 16);
    return {pool, cache: new PrefixCache(pool, {tokens: 100, groups: 2})};
  };

  it("shares whole blocks, never the last token", () => {
    const {cache} = fresh();
    expect(cache.sharedBlocks(1000)).toBe(6);
    expect(cache.sharedBlocks(97)).toBe(6);
    expect(cache.sharedBlocks(96)).toBe(5);
  });

  it("serves the requests of a group once one of them has stored it", () => {
    const {cache} = fresh();
    expect(cache.use(2)).toBe(false);
    expect(cache.store(2, 500)).toBe(true);
    expect(cache.store(4, 500)).toBe(false); // another was first
    expect(cache.use(6)).toBe(true);
    expect(cache.use(5)).toBe(false); // the other group
    expect(cache.store(1, 50)).toBe(false); // too short to hold the prefix
  });

  it("throws out what nobody uses, and only as much as is needed", () => {
    const {pool, cache} = fresh();
    pool.take(100);
    cache.store(0, 500);
    cache.store(1, 500);
    cache.makeRoom(6);
    expect(pool.free).toBe(0); // both in use
    cache.release(0);
    cache.release(1);
    cache.makeRoom(6);
    expect(pool.free).toBe(6);
    expect(cache.use(0)).toBe(false);
    expect(cache.use(1)).toBe(true);
  });
});
