import {hasRegression, pairName, type Compared} from "../../src/model/compare/compare.js";
import {isCompared, type Row} from "../../src/model/compare/row.js";
import {notes, standingText, verdictSentence} from "../../src/model/compare/summary.js";
import {because, settles, verdictWords} from "../../src/model/compare/words.js";
import {change, interval, metricLabel, number} from "./cells.js";

/** The comparison for a pull request: what is better or worse in sight, the rest folded away. */
export function markdown(compared: Compared): string {
  const lines = [
    `### ${hasRegression(compared) ? "❌" : "✅"} ${escape(compared.b)} against ${escape(compared.a)}`,
    "",
    verdictSentence(compared).en
  ];
  for (const pair of compared.pairing.pairs) {
    const own = compared.rows.filter((row) => row.pair === pairName(pair) && isCompared(row));
    lines.push("", `**${escape(pairName(pair))}**: ${escape(standingText(pair).en)}`);
    if (own.length === 0) continue;
    const plain = own.filter(({verdict}) => verdict === "better" || verdict === "worse");
    const rest = own.filter((row) => !plain.includes(row));
    if (plain.length > 0) lines.push("", ...table(plain));
    if (rest.length > 0)
      lines.push(
        "",
        `<details><summary>${rest.length} equivalent or undecided</summary>`,
        "",
        ...table(rest),
        "",
        "</details>"
      );
  }
  const said = notes(compared, "en");
  if (said.length > 0) lines.push("", ...said.map((note) => `- ${escape(note)}`));
  return `${lines.join("\n")}\n`;
}

function table(rows: readonly Row[]): string[] {
  return [
    "| load | metric | A | B | B against A | 95 % interval | n | verdict | why |",
    "|---|---|--:|--:|--:|--:|--:|---|---|",
    ...rows.map((row) => {
      const decides = settles(row)?.en;
      const cells = [
        row.load,
        metricLabel(row),
        number(row.a),
        number(row.b),
        change(row.change),
        interval(row),
        `${row.n_a}+${row.n_b}`,
        `${verdictWords[row.verdict].icon} ${verdictWords[row.verdict].word.en}`,
        decides === undefined ? because(row).en : `${because(row).en}; needs ${decides}`
      ];
      return `| ${cells.map(escape).join(" | ")} |`;
    })
  ];
}

/** Text of files and people as text, not as Markdown or HTML. */
function escape(text: string): string {
  return text
    .replace(/[\\`*_[\]|#~]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/\s+/g, " ");
}
