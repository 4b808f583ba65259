import type {Markup} from "../markup.js";
import type {Env} from "../view.js";

/** A piece of a page that is not a figure: tables, cards, lists, or (inline) a computed phrase. */
export interface Block {
  readonly id: string;
  /** True when pages call it inside a line, as `{{id}}`. */
  readonly inline?: boolean;
  build(env: Env): Markup;
}
