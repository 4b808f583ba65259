import {Problem} from "../src/model/problem.js";

/** One JSON object of a result file: its value, or why it has none. */
export type SplitResult = {readonly value: unknown; readonly problems: readonly string[]} | {readonly problem: Problem};

/**
 * The objects of a result file: one, or several on lines of their own (`--append-result`), or a JSON array of them.
 * Python writes NaN and Infinity, which JSON does not know: they become null and are told as problems, so that a
 * summary that is not used does no harm while an array that needs the number is refused.
 */
export function splitResults(text: string, where: string): SplitResult[] {
  try {
    const value: unknown = JSON.parse(text);
    return (Array.isArray(value) ? value : [value]).map((each: unknown) => ({value: each, problems: []}));
  } catch {
    const pieces = [...topLevelObjects(text)];
    if (pieces.length === 0) return [{problem: new Problem("holds no JSON object", {where, value: text.slice(0, 40)})}];
    return pieces.map((piece, i) => readPiece(piece, pieces.length === 1 ? where : `${where}, object ${i + 1}`));
  }
}

function readPiece(piece: string, where: string): SplitResult {
  const problems: string[] = [];
  try {
    return {value: JSON.parse(withoutNaN(piece, problems)), problems};
  } catch (error) {
    const cut = !/\}\s*$/.test(piece);
    const cause = cut ? "the JSON is cut off" : "not JSON";
    const detail = error instanceof Error ? error.message.slice(0, 80) : String(error);
    return {problem: new Problem(cause, {where, value: cut ? piece.slice(-40) : detail, error})};
  }
}

/** Replaces NaN and Infinity outside strings by null; notes after which key they stood. */
function withoutNaN(text: string, problems: string[]): string {
  let key = "";
  const replaced: string[] = [];
  let from = 0;
  const token = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\b(?:NaN|Infinity)\b/g;
  for (const match of text.matchAll(token)) {
    if (match[0].startsWith('"')) {
      if (match[1] !== undefined) key = match[0].slice(1, match[0].lastIndexOf('"'));
      continue;
    }
    problems.push(`${key} holds a bare ${match[0]}, which is not JSON`);
    replaced.push(text.slice(from, match.index), "null");
    from = match.index + match[0].length;
  }
  return from === 0 ? text : replaced.join("") + text.slice(from);
}

/** The text of each object at the top, one after another; the last one may be cut off. */
function* topLevelObjects(text: string): Generator<string> {
  const structure = /"(?:[^"\\]|\\.)*"?|[{}]/g;
  let depth = 0;
  let start = 0;
  for (const match of text.matchAll(structure)) {
    if (match[0] === "{") {
      if (depth++ === 0) start = match.index;
    } else if (match[0] === "}" && depth > 0 && --depth === 0) yield text.slice(start, match.index + 1);
  }
  if (depth > 0) yield text.slice(start);
}
