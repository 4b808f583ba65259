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

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
}

/** Names of the fields that may stand at a path of a spec. */
export function fieldsAt(path: readonly (string | number)[]): string[] {
  let nodes: Node[] = alternatives(specJsonSchema());
  for (const part of path) {
    nodes = nodes
      .flatMap((node): Node[] => {
        if (typeof part === "number") return node.items ? [node.items] : [];
        const property = node.properties?.[part];
        if (property) return [property];
        return typeof node.additionalProperties === "object" ? [node.additionalProperties] : [];
      })
      .flatMap(alternatives);
  }
  return [...new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})))];
}

function alternatives(node: Node): Node[] {
  const inner = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  return inner.length > 0 ? inner.flatMap(alternatives) : [node];
}
