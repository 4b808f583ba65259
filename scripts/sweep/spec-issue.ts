import type {Path} from "./spec-source.js";

/** One thing wrong with a spec. */
export interface SpecIssue {
  readonly path: Path;
  readonly rule: string;
  readonly value?: unknown;
  readonly remedy?: string;
}
