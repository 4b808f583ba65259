/**
 * Blocks of the paged KV cache. Decoding requests grow by one token a step all together, so each needs a new block at every step of one
 * residue modulo the block size: a histogram of residues says how many blocks any number of steps will take.
 */
export class KvPool {
  readonly block: number;
  readonly capacity: number;
  #used = 0;
  #peak = 0;
  readonly #residues: Int32Array;

  constructor(capacityTokens: number, block: number) {
    this.block = block;
    this.capacity = Math.floor(capacityTokens / block);
    this.#residues = new Int32Array(block);
  }

  get free(): number {
    return this.capacity - this.#used;
  }

  /** Largest share of the cache in use so far. */
  get peakShare(): number {
    return this.capacity === 0 ? 0 : this.#peak / this.capacity;
  }

  blocks(tokens: number): number {
    return Math.ceil(tokens / this.block);
  }

  take(blocks: number): void {
    this.#used += blocks;
    if (this.#used > this.#peak) this.#peak = this.#used;
  }

  give(blocks: number): void {
    this.#used -= blocks;
  }

  /** A request with `context` cached tokens begins (or ends, sign -1) to decode at `step`. */
  decoder(step: number, context: number, sign: 1 | -1): void {
    const at = this.#residue(step - context);
    this.#residues[at] = (this.#residues[at] as number) + sign;
  }

  /** Blocks that `steps` steps from `step` on will take. */
  needed(step: number, steps: number, decodes: number): number {
    const rest = steps % this.block;
    let sum = ((steps - rest) / this.block) * decodes;
    for (let i = 0; i < rest; i += 1) sum += this.#residues[this.#residue(step + i)] as number;
    return sum;
  }

  /** Most steps, up to `wanted`, for which the free blocks last. */
  lasting(step: number, wanted: number, decodes: number): number {
    if (this.needed(step, wanted, decodes) <= this.free) return wanted;
    let steps = Math.min(wanted, Math.floor(this.free / Math.max(1, decodes)) * this.block);
    let left = this.free - this.needed(step, steps, decodes);
    for (; steps < wanted; steps += 1) {
      left -= this.#residues[this.#residue(step + steps)] as number;
      if (left < 0) break;
    }
    return steps;
  }

  #residue(n: number): number {
    return ((n % this.block) + this.block) % this.block;
  }
}
