import {InvalidArgumentError} from "commander";

/** Reads a port given on the command line; `least` is 0 where "any free one" makes sense. */
export function portFrom(least: 0 | 1): (value: string) => number {
  return (value) => {
    const port = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (port >= least && port <= 65_535) return port;
    throw new InvalidArgumentError(`not a whole number from ${least} to 65535.`);
  };
}
