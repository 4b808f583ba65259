/** What is read of a JSON Schema to know the fields that may stand somewhere. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** Names of the fields that may stand at a path of a document of this schema. */
export function fieldsAt(schema: JsonSchema, path: readonly (string | number)[]): string[] {
  let nodes: JsonSchema[] = alternatives(schema);
  for (const part of path) {
    nodes = nodes
      .flatMap((node): JsonSchema[] => {
        if (typeof part === "number") return node.items ? [node.items] : [];
        const property = node.properties?.[part];
        if (property) return [property];
        return typeof node.additionalProperties === "object" ? [node.additionalProperties] : [];
      })
      .flatMap(alternatives);
  }
  return [...new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})))];
}

function alternatives(node: JsonSchema): JsonSchema[] {
  const inner = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  return inner.length > 0 ? inner.flatMap(alternatives) : [node];
}
