import {z} from "zod";
import {parseAt} from "./border.js";
import {Problem} from "../src/model/problem.js";

/** One line of points.jsonl: what a measuring script noted about a point. */
const entry = z.looseObject({
  name: z.string(),
  in: z.number().int().positive().optional(),
  out: z.number().int().positive().optional(),
  n: z.number().int().positive().optional(),
  c: z.number().int().positive().optional(),
  rate: z.number().positive().optional(),
  seed: z.number().int().optional(),
  start_unix: z.number().positive().optional(),
  end_unix: z.number().positive().optional(),
  start_monotonic: z.number().nonnegative().optional(),
  end_monotonic: z.number().nonnegative().optional(),
  argv: z.array(z.string()).optional()
});
export type PointsLogEntry = z.infer<typeof entry>;

/** Reads points.jsonl. A broken line is a Problem with its number. */
export function parsePointsLog(text: string, where: string): PointsLogEntry[] {
  const entries: PointsLogEntry[] = [];
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const at = `${where}, line ${i + 1}`;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      throw new Problem("not JSON", {where: at, value: line.slice(0, 60), error});
    }
    entries.push(parseAt(entry, value, at));
  }
  return entries;
}
