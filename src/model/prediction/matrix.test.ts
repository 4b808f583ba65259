import {describe, expect, it} from "vitest";
import {cholesky, inverse, quadratic, solve} from "./matrix.js";

const a = Float64Array.from([4, 2, 0.6, 2, 5, 1, 0.6, 1, 3]);

describe("cholesky", () => {
  it("solves and inverts", () => {
    const l = cholesky(a, 3);
    if (l === null) throw new Error("no factor");
    const x = solve(l, [1, 2, 3], 3);
    [1, 2, 3].forEach((b, i) =>
      expect(x.reduce((sum, v, j) => sum + v * (a[3 * i + j] as number), 0)).toBeCloseTo(b, 12)
    );
    const inv = inverse(l, 3);
    for (let i = 0; i < 3; i += 1) {
      for (let j = 0; j < 3; j += 1) {
        const product = [0, 1, 2].reduce((sum, k) => sum + (a[3 * i + k] as number) * (inv[3 * k + j] as number), 0);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }
  });

  it("says when a matrix is not positive definite", () => {
    expect(cholesky(Float64Array.from([1, 2, 2, 1]), 2)).toBeNull();
    expect(cholesky(Float64Array.from([Number.NaN]), 1)).toBeNull();
  });
});

describe("quadratic", () => {
  it("is g' a g", () => expect(quadratic(a, [1, -1, 2], 3)).toBeCloseTo(4 + 5 + 12 + 2 * (-2 + 1.2 - 2), 12));
});
