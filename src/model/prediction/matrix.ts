/** A dense symmetric matrix, row by row. */
export type Matrix = Float64Array;

/** Lower Cholesky factor of a positive definite matrix, or null when it is not one. */
export function cholesky(a: Matrix, n: number): Matrix | null {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = at(a, i * n + j);
      for (let k = 0; k < j; k += 1) sum -= at(l, i * n + k) * at(l, j * n + k);
      if (i === j) {
        if (!(sum > 0)) return null;
        l[i * n + i] = Math.sqrt(sum);
      } else l[i * n + j] = sum / at(l, j * n + j);
    }
  }
  return l;
}

/** Solves a x = b from the factor of a. */
export function solve(l: Matrix, b: ArrayLike<number>, n: number): Float64Array {
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < i; k += 1) x[i] = at(x, i) - at(l, i * n + k) * at(x, k);
    x[i] = at(x, i) / at(l, i * n + i);
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < n; k += 1) x[i] = at(x, i) - at(l, k * n + i) * at(x, k);
    x[i] = at(x, i) / at(l, i * n + i);
  }
  return x;
}

/** Inverse from the factor. */
export function inverse(l: Matrix, n: number): Matrix {
  const out = new Float64Array(n * n);
  for (let j = 0; j < n; j += 1) {
    const unit = new Float64Array(n);
    unit[j] = 1;
    const column = solve(l, unit, n);
    for (let i = 0; i < n; i += 1) out[i * n + j] = at(column, i);
  }
  return out;
}

/** g' a g. */
export function quadratic(a: Matrix, g: ArrayLike<number>, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j < n; j += 1) sum += at(g, i) * at(a, i * n + j) * at(g, j);
  }
  return sum;
}

function at(values: ArrayLike<number>, i: number): number {
  return values[i] as number;
}
