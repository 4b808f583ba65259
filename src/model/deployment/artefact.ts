/** One file to write. YAML and JSON are given as values; the text of the comment stands on top of it, where the format has comments. */
export interface Artefact {
  /** Below the folder of the deployment, with slashes. */
  readonly path: string;
  readonly comment: readonly string[];
  readonly content:
    | {readonly kind: "text"; readonly text: string}
    | {readonly kind: "json"; readonly value: unknown}
    /** One document each. */
    | {readonly kind: "yaml"; readonly documents: readonly unknown[]};
  readonly executable?: boolean;
}

/** Text with a line break at its end. */
export function textOf(lines: readonly string[]): Artefact["content"] {
  return {kind: "text", text: `${lines.join("\n")}\n`};
}
