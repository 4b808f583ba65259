import {hasRegression, pairName, type Compared} from "../../src/model/compare/compare.js";
import {counts, notes} from "../../src/model/compare/summary.js";

/** The comparison for machines. Changes are shares (0.05 is 5 % more), p and q values are named by what they would show. */
export function reportJson(compared: Compared): string {
  const {a, b, alpha, rows, failures, pairing} = compared;
  const report = {
    schema: "sweepbook-comparison/1",
    a,
    b,
    alpha,
    regression: hasRegression(compared),
    counts: counts(compared),
    pairs: pairing.pairs.map((pair) => ({
      pair: pairName(pair),
      a: {configuration: pair.a.name, kind: pair.a.server.kind, starts: pair.a.starts},
      b: {configuration: pair.b.name, kind: pair.b.server.kind, starts: pair.b.starts},
      standing: pair.standing,
      factor: pair.factor,
      differ: pair.differ,
      implied: pair.implied,
      unknown: pair.unknown,
      loads: pair.loads.map(({load, a: before, b: after}) => ({
        load,
        points_a: before.map(({point_id}) => point_id),
        points_b: after.map(({point_id}) => point_id)
      })),
      loads_only_a: pair.only_a,
      loads_only_b: pair.only_b
    })),
    configurations_only_a: pairing.only_a,
    configurations_only_b: pairing.only_b,
    n_same_files: pairing.n_same,
    rows,
    failures,
    notes: notes(compared, "en")
  };
  return `${JSON.stringify(report, null, 1)}\n`;
}
