import {cholesky, inverse, solve, type Matrix} from "./matrix.js";

/** A fit of parameters with Gaussian priors. */
export interface Fit {
  readonly values: Float64Array;
  /** Covariance of the values, unscaled: residuals and priors were given in units of their spread. */
  readonly covariance: Matrix;
  /** Residuals at the solution, in those units. */
  readonly residuals: Float64Array;
  /** Derivatives of the residuals, a row a residual. */
  readonly jacobian: Matrix;
  readonly iterations: number;
  readonly converged: boolean;
}

const difference = 0.05;

/**
 * Levenberg-Marquardt: least sum of squared residuals plus squared distances from the priors, both in units of their spreads.
 * Derivatives by forward differences of 0.05, wide enough to smooth the steps of a simulation. Ends when no step improves, or the
 * improvement falls below 1e-4 of the sum.
 */
export function leastSquares(
  residualsOf: (values: Float64Array) => Float64Array,
  prior: {readonly mean: ArrayLike<number>; readonly spread: ArrayLike<number>},
  most = 25
): Fit {
  const n = prior.mean.length;
  let values = Float64Array.from(prior.mean);
  let residuals = residualsOf(values);
  let cost = total(residuals, values, prior);
  let damping = 1e-2;
  let converged = false;
  let iterations = 0;
  let jacobian = derivatives(residualsOf, values, residuals);
  for (; iterations < most && !converged; iterations += 1) {
    const {hessian, gradient} = normalEquations(jacobian, residuals, values, prior);
    let improved = false;
    for (let attempt = 0; attempt < 6 && !improved; attempt += 1) {
      const damped = Float64Array.from(hessian);
      for (let i = 0; i < n; i += 1) damped[i * n + i] = (hessian[i * n + i] as number) * (1 + damping);
      const factor = cholesky(damped, n);
      if (factor === null) throw new Error("normal equations with priors are not positive definite");
      const step = solve(factor, gradient, n);
      const next = values.map((value, i) => value - (step[i] as number));
      const nextResiduals = residualsOf(next);
      const nextCost = total(nextResiduals, next, prior);
      if (nextCost < cost) {
        converged = cost - nextCost < 1e-4 * cost;
        [values, residuals, cost] = [next, nextResiduals, nextCost];
        damping = Math.max(1e-6, damping / 5);
        improved = true;
      } else damping *= 4;
    }
    if (!improved) converged = true;
    else jacobian = derivatives(residualsOf, values, residuals);
  }
  const {hessian} = normalEquations(jacobian, residuals, values, prior);
  const factor = cholesky(hessian, n);
  if (factor === null) throw new Error("normal equations with priors are not positive definite");
  return {values, covariance: inverse(factor, n), residuals, jacobian, iterations, converged};
}

function derivatives(
  residualsOf: (values: Float64Array) => Float64Array,
  values: Float64Array,
  residuals: Float64Array
): Matrix {
  const n = values.length;
  const out = new Float64Array(residuals.length * n);
  for (let j = 0; j < n; j += 1) {
    const moved = Float64Array.from(values);
    moved[j] = (moved[j] as number) + difference;
    const there = residualsOf(moved);
    for (let i = 0; i < residuals.length; i += 1) {
      out[i * n + j] = ((there[i] as number) - (residuals[i] as number)) / difference;
    }
  }
  return out;
}

function normalEquations(
  jacobian: Matrix,
  residuals: Float64Array,
  values: Float64Array,
  prior: {readonly mean: ArrayLike<number>; readonly spread: ArrayLike<number>}
): {hessian: Matrix; gradient: Float64Array} {
  const n = values.length;
  const hessian = new Float64Array(n * n);
  const gradient = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    const weight = (prior.spread[i] as number) ** -2;
    hessian[i * n + i] = weight;
    gradient[i] = weight * ((values[i] as number) - (prior.mean[i] as number));
  }
  for (let row = 0; row < residuals.length; row += 1) {
    for (let i = 0; i < n; i += 1) {
      const slope = jacobian[row * n + i] as number;
      if (slope === 0) continue;
      gradient[i] = (gradient[i] as number) + slope * (residuals[row] as number);
      for (let j = 0; j < n; j += 1) {
        hessian[i * n + j] = (hessian[i * n + j] as number) + slope * (jacobian[row * n + j] as number);
      }
    }
  }
  return {hessian, gradient};
}

function total(
  residuals: Float64Array,
  values: Float64Array,
  prior: {readonly mean: ArrayLike<number>; readonly spread: ArrayLike<number>}
): number {
  const misfit = residuals.reduce((sum, r) => sum + r * r, 0);
  return values.reduce(
    (sum, value, i) => sum + ((value - (prior.mean[i] as number)) / (prior.spread[i] as number)) ** 2,
    misfit
  );
}
