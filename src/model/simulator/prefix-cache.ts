import type {KvPool} from "./kv-pool.js";

/** Requests that begin with the same tokens, in turn: request i belongs to group i modulo `groups`. */
export interface SharedPrefix {
  readonly tokens: number;
  readonly groups: number;
}

/** Shared prefixes in the KV cache: held once, used by any number of requests, thrown out (least recently used) when room is short. */
export class PrefixCache {
  readonly #pool: KvPool;
  readonly #prefix: SharedPrefix;
  /** Users of each cached group, in the order of last use. */
  readonly #users = new Map<number, number>();

  constructor(pool: KvPool, prefix: SharedPrefix) {
    this.#pool = pool;
    this.#prefix = prefix;
  }

  /** Whole blocks of a prompt that its group shares; the last token is always computed. */
  sharedBlocks(input: number): number {
    return Math.floor(Math.min(this.#prefix.tokens, input - 1) / this.#pool.block);
  }

  /** True when the group's prefix is cached; counts one more user. */
  use(request: number): boolean {
    const group = request % this.#prefix.groups;
    const users = this.#users.get(group);
    if (users === undefined) return false;
    this.#users.delete(group);
    this.#users.set(group, users + 1);
    return true;
  }

  /** A request has computed its group's prefix: its blocks belong to the group from now on. False when another was first or it is short. */
  store(request: number, input: number): boolean {
    const group = request % this.#prefix.groups;
    if (this.#users.has(group) || input <= this.#prefix.tokens) return false;
    this.#users.set(group, 1);
    return true;
  }

  release(request: number): void {
    const group = request % this.#prefix.groups;
    this.#users.set(group, (this.#users.get(group) ?? 1) - 1);
  }

  /** Throws out unused prefixes until `blocks` are free or none is left. */
  makeRoom(blocks: number): void {
    for (const [group, users] of this.#users) {
      if (this.#pool.free >= blocks) return;
      if (users > 0) continue;
      this.#users.delete(group);
      this.#pool.give(Math.floor(this.#prefix.tokens / this.#pool.block));
    }
  }
}
