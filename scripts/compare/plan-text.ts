import {metrics} from "../../src/model/metrics.js";
import type {PlanRow} from "../../src/model/compare/plan.js";
import {textTable} from "../text-table.js";

/** The plan as a table: spread seen, and repeats a side for each difference. */
export function planText(rows: readonly PlanRow[], of: string, power: number): string {
  const [first] = rows;
  if (first === undefined) return "no metric to plan for\n";
  const header = [
    "metric",
    "spread",
    "df",
    ...first.to_find.map(({difference}) => `find ${percent(difference)}`),
    "show no change"
  ];
  const body = rows.map(({metric, spread, df, from, margin, to_find, to_show_equivalence}) => [
    metrics[metric].label.en,
    spread === null ? "not seen" : percent(spread),
    from === "seen" ? String(df) : "-",
    ...to_find.map(({repeats}) => count(repeats, spread)),
    `${count(to_show_equivalence, spread)} (±${percent(margin)})`
  ]);
  const unseen = rows.filter(({from}) => from === "nowhere").length;
  return [
    `Repeats a side, by ${first.from === "given" ? "the spread given" : `the spread between repeats seen in ${of}`}; ` +
      `two-sided tests at 5 %, found with a chance of ${percent(power)}.`,
    ...textTable([header, ...body], [0]),
    ...(unseen === 0
      ? []
      : [`${unseen} metrics: no load was repeated with enough requests; repeat one, or give --spread.`]),
    ...(first.from === "given"
      ? []
      : [
          "Repeats of one start of a server: where starts differ by more, count starts instead, and plan with that --spread."
        ]),
    ""
  ].join("\n");
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
const count = (repeats: number | null, spread: number | null): string =>
  spread === null ? "-" : repeats === null ? "> 1000" : String(repeats);
