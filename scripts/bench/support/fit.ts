import {mean, sum} from "d3-array";

/** Least squares of seconds over points. */
export function line(rows: readonly {readonly n: number; readonly s: number}[]): {
  readonly slope: number;
  readonly intercept: number;
  readonly r2: number;
} {
  const [n, s] = [mean(rows, (row) => row.n)!, mean(rows, (row) => row.s)!];
  const slope = sum(rows, (row) => (row.n - n) * (row.s - s)) / sum(rows, (row) => (row.n - n) ** 2);
  const intercept = s - slope * n;
  const left = sum(rows, (row) => (row.s - intercept - slope * row.n) ** 2);
  return {slope, intercept, r2: 1 - left / sum(rows, (row) => (row.s - s) ** 2)};
}
