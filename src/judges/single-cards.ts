import type {PublishedRow} from "../model/tables/published.js";
import type {Case} from "../model/claims/case.js";
import {Missing} from "../model/claims/missing.js";

/** Rows of table 3.1: one card each, FP16. */
export function singleCards(c: Case): {a100: PublishedRow[]; others: PublishedRow[]} {
  const rows = c.rows("3.1");
  const a100 = rows.filter(({gpu}) => gpu.startsWith("a100"));
  const others = rows.filter(({gpu}) => !gpu.startsWith("a100"));
  if (a100.length === 0 || others.length === 0)
    throw new Missing({en: "table 3.1 has no A100 or no other card", zh: "表 3.1 中没有 A100 或没有其他卡"});
  return {a100, others};
}

/** Short names of the article's machines, the same in both languages. */
export function nameOf({gpu, gpus}: {readonly gpu: string; readonly gpus: number}): string {
  const names: Readonly<Record<string, string>> = {
    "rtx-4090d": "4090D",
    a10g: "A10G",
    "a100-40gb-sxm": "A100 40\u00A0GB",
    "a100-80gb-sxm": "A100 80\u00A0GB",
    "h100-80gb-sxm": "H100",
    "h200-141gb-sxm": "H200"
  };
  return `${gpus > 1 ? `${gpus}\u00A0×\u00A0` : ""}${names[gpu] ?? gpu}`;
}
