import {damaged} from "../../loaders/testing/foreign-seeds.js";
import {Problem} from "../../src/model/problem.js";
import type {Target} from "./targets.js";

/** Most of the processor's time that one damaged text may take, s: none of the seeds is larger than 60 kB. */
const limitS = 5;

/**
 * Reads texts damaged in n ways. Returns how many were refused; anything but a Problem that names the file, a change of
 * Object.prototype, or a text that takes long (by the processor's time, whatever else runs) is thrown with its seed.
 */
export function fuzz({name, seeds, read}: Target, n: number, from = 0): number {
  let refused = 0;
  for (let seed = from; seed < from + n; seed++) {
    const text = damaged(seeds[seed % seeds.length]!, seed);
    const begin = process.cpuUsage();
    try {
      read(text, "f.txt");
    } catch (error) {
      if (!(error instanceof Problem)) throw new Error(`${name}, seed ${seed}`, {cause: error});
      // A rule about a value alone names the value; the caller, who knows the file, names that.
      if (error.where !== null && !error.where.includes("f.txt"))
        throw new Error(`${name}, seed ${seed} names another file`, {cause: error});
      refused++;
    }
    const {user, system} = process.cpuUsage(begin);
    if ((user + system) / 1e6 > limitS) throw new Error(`${name}, seed ${seed} took ${(user + system) / 1e6} s`);
    if (Object.keys(Object.prototype).length > 0) throw new Error(`${name}, seed ${seed} changed Object.prototype`);
  }
  return refused;
}
