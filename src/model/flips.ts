/** A value at which an outcome changes, with what holds on its two sides. */
export interface Flip<T> {
  readonly at: number;
  readonly below: T;
  readonly above: T;
}

const steps = 40; // places looked at; two changes within one step show as one or none
const halvings = 24; // of a step: within a millionth of the range

/**
 * Where an outcome changes as one value moves over a range that starts above 0, ascending. Places are spread evenly over
 * its logarithm; each change between two of them is then halved down.
 */
export function flips<T extends string>(
  outcomeAt: (value: number) => T,
  {min, max}: {min: number; max: number}
): Flip<T>[] {
  const place = (i: number): number => Math.exp(Math.log(min) + ((Math.log(max) - Math.log(min)) * i) / steps);
  const found: Flip<T>[] = [];
  let low = min;
  let below = outcomeAt(min);
  for (let i = 1; i <= steps; i++) {
    const high = i === steps ? max : place(i);
    const above = outcomeAt(high);
    if (above !== below) found.push({at: halved(outcomeAt, low, high, below), below, above});
    [low, below] = [high, above];
  }
  return found;
}

function halved<T>(outcomeAt: (value: number) => T, from: number, to: number, below: T): number {
  let [low, high] = [from, to];
  for (let i = 0; i < halvings; i++) {
    const middle = Math.sqrt(low * high);
    if (outcomeAt(middle) === below) low = middle;
    else high = middle;
  }
  return Math.sqrt(low * high);
}
