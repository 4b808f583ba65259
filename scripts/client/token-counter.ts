import {z} from "zod";
import type {LoadSpec} from "./load-spec.js";

const answer = z.object({count: z.number().int().nonnegative()});

/** Counts tokens as the server does, by POST /tokenize; null when the server has no such route. */
export async function tokenCounter(spec: LoadSpec): Promise<((text: string) => Promise<number>) | null> {
  const url = new URL("/tokenize", spec.url);
  const count = async (prompt: string): Promise<number | null> => {
    const body = JSON.stringify({model: spec.model, prompt});
    const response = await fetch(url, {method: "POST", headers: {"Content-Type": "application/json"}, body});
    const parsed = response.ok ? answer.safeParse(await response.json()) : null;
    return parsed?.success === true ? parsed.data.count : null;
  };
  const probe = await count("the").catch(() => null);
  if (probe === null) return null;
  return async (text) => (await count(text)) ?? text.split(" ").length;
}
