import {blockTokens} from "../../src/model/physics/memory.js";

/** Chained hashes of a prompt's full blocks: equal when the prompts agree up to the block's end. */
export function blockHashes(prompt: Int32Array): number[] {
  const hashes: number[] = [];
  let high = 0x811c9dc5;
  let low = 0x9e3779b9;
  for (let i = 0; i < prompt.length; i++) {
    const token = prompt[i]!;
    high = Math.imul(high ^ token, 0x01000193);
    low = Math.imul(low + token, 0x85ebca6b) ^ (low >>> 13);
    if (i % blockTokens === blockTokens - 1) hashes.push((high >>> 0) * 0x200000 + ((low >>> 0) & 0x1fffff));
  }
  return hashes;
}

/** Blocks of finished and running prompts, least recently used first to go. */
export class PrefixCache {
  private readonly blocks = new Map<number, true>();

  /** Leading blocks that are held. */
  hits(hashes: readonly number[]): number {
    let n = 0;
    while (n < hashes.length && this.blocks.has(hashes[n]!)) n++;
    return n;
  }

  /** @param capacity blocks that may be held */
  add(hashes: readonly number[], capacity: number): void {
    for (const hash of hashes) {
      this.blocks.delete(hash);
      this.blocks.set(hash, true);
    }
    for (const hash of this.blocks.keys()) {
      if (this.blocks.size <= capacity) break;
      this.blocks.delete(hash);
    }
  }

  clear(): void {
    this.blocks.clear();
  }
}
