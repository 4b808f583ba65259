import {describe, expect, it} from "vitest";
import {leastSquares} from "./least-squares.js";

const x = [0, 1, 2, 3, 4, 5];

describe("leastSquares", () => {
  it("finds a curve's parameters under weak priors", () => {
    const y = x.map((t) => 3 * Math.exp(-0.7 * t));
    const fit = leastSquares(
      (v) =>
        Float64Array.from(x, (t, i) => ((v[0] as number) * Math.exp(-(v[1] as number) * t) - (y[i] as number)) / 0.01),
      {
        mean: [1, 0.2],
        spread: [100, 100]
      }
    );
    expect(fit.converged).toBe(true);
    expect(fit.values[0]).toBeCloseTo(3, 3);
    expect(fit.values[1]).toBeCloseTo(0.7, 3);
  });

  it("gives the posterior of a linear model with its prior", () => {
    // One parameter, six equal readings of 2 with spread 1, prior 0 with spread 1: mean 12/7, variance 1/7.
    const fit = leastSquares((v) => Float64Array.from(x, () => (v[0] as number) - 2), {mean: [0], spread: [1]});
    expect(fit.values[0]).toBeCloseTo(12 / 7, 6);
    expect(fit.covariance[0]).toBeCloseTo(1 / 7, 9);
  });

  it("leaves what the data do not speak of at its prior, spread and all", () => {
    const fit = leastSquares((v) => Float64Array.from([(v[0] as number) - 5]), {mean: [0, 1.5], spread: [10, 0.3]});
    expect(fit.values[1]).toBe(1.5);
    expect(Math.sqrt(fit.covariance[3] as number)).toBeCloseTo(0.3, 12);
  });
});
