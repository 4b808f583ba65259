import {styleText} from "node:util";
import {pairName, type Compared} from "../../src/model/compare/compare.js";
import {isCompared, type Row, type Verdict} from "../../src/model/compare/row.js";
import {notes, standingText, verdictSentence} from "../../src/model/compare/summary.js";
import {because, settles, verdictWords} from "../../src/model/compare/words.js";
import {textTable} from "../text-table.js";
import {change, interval, metricLabel, number} from "./cells.js";

const colours = {better: "green", worse: "red", equivalent: "dim", undecided: "yellow"} as const;

/** The comparison as a table for people: per configuration and load, every metric with its difference and verdict. */
export function reportText(compared: Compared, colour: boolean): string {
  const paint = (verdict: Verdict, text: string): string =>
    colour ? styleText(colours[verdict], text, {validateStream: false}) : text;
  const lines = [`A  ${compared.a}`, `B  ${compared.b}`];
  for (const pair of compared.pairing.pairs) {
    const own = compared.rows.filter((row) => row.pair === pairName(pair) && isCompared(row));
    lines.push("", pairName(pair), `  ${standingText(pair).en}`);
    if (pair.loads.length === 0) lines.push("  no load in common");
    if (own.length === 0) continue;
    const header = ["load", "metric", "A", "B", "B against A", "95 % interval", "n", "verdict", ""];
    const rows = own.map((row, i) => cells(row, own[i - 1], paint));
    lines.push(...textTable([header, ...rows], [0, 1, 7, 8]).map((line) => `  ${line}`));
  }
  lines.push("", ...notes(compared, "en").map((note) => `- ${note}`), "", verdictSentence(compared).en, "");
  return lines.join("\n");
}

function cells(row: Row, before: Row | undefined, paint: (verdict: Verdict, text: string) => string): string[] {
  const {verdict, load, n_a, n_b} = row;
  const decides = settles(row)?.en ?? null;
  return [
    before?.load === load ? "" : load,
    metricLabel(row),
    number(row.a),
    number(row.b),
    change(row.change),
    interval(row),
    `${n_a}+${n_b}`,
    paint(verdict, `${verdictWords[verdict].icon} ${verdictWords[verdict].word.en}`),
    decides === null ? because(row).en : `${because(row).en}; needs ${decides}`
  ].map((cell) => cell.replaceAll("\u00a0", " "));
}
