import type {Path} from "./yaml-source.js";

/** One thing wrong with a YAML file. */
export interface YamlIssue {
  readonly path: Path;
  readonly rule: string;
  readonly value?: unknown;
  readonly remedy?: string;
}
