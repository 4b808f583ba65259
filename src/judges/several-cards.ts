import {copiesOf} from "../model/copies.js";
import type {Case} from "../model/claims/case.js";
import {articlePoints, readPoint} from "../model/claims/observe.js";
import {digits, say} from "../model/claims/words.js";
import type {Text} from "../model/text.js";
import {nameOf} from "./single-cards.js";

/**
 * What splitting the model over several cards of another kind was measured to change, at the lowest and the highest load that both were
 * measured at: it bears on what is said of four cards, it does not decide it. Empty where nothing was.
 */
export function severalCards(c: Case, metric: "tpot_p50_ms" | "ttft_p50_ms"): Text {
  const points = articlePoints(c, "fp16").filter((point) => copiesOf(point) === 1);
  const pairs = points.flatMap((many) => {
    if ((many.gpus ?? 1) === 1) return [];
    const one = points.find(
      (point) => point.gpu === many.gpu && point.gpus === 1 && point.concurrency === many.concurrency
    );
    if (one === undefined) return [];
    const [x, y] = [readPoint(c, one, metric), readPoint(c, many, metric)];
    if (x === null || y === null || many.concurrency === null) return [];
    return [{name: nameOf({gpu: many.gpu ?? "", gpus: many.gpus ?? 1}), at: many.concurrency, ratio: x / y}];
  });
  const sorted = pairs.toSorted((a, b) => a.at - b.at);
  const ends = sorted.length > 1 ? [sorted[0]!, sorted.at(-1)!] : sorted;
  const [first] = ends;
  if (first === undefined) return {en: "", zh: ""};
  return say(
    (n) =>
      `Measured on ${first.name} against one of them, the model split: ${metric === "tpot_p50_ms" ? "a token" : "the first token"} ${ends.map(({at, ratio}) => `${digits(ratio)} times as fast at ${n(at, "streams")}`).join(", ")}.`,
    (n) =>
      `在 ${first.name} 上切分模型、与其中一张相比的实测：${metric === "tpot_p50_ms" ? "每 token " : "首 token "}${ends.map(({at, ratio}) => `在 ${n(at, "streams")}时速度为 ${digits(ratio)} 倍`).join("，")}。`
  );
}
