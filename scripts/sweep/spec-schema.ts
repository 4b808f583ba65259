import {z} from "zod";
import {specSchema} from "./spec.js";

/** The published JSON Schema of a sweep spec: what editors complete and check against. */
export function specJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(specSchema, {io: "input", target: "draft-2020-12", reused: "inline"});
  return {
    $schema: schema.$schema,
    $id: "sweep.schema.json",
    title: "Sweepbook sweep spec",
    ...schema
  };
}
