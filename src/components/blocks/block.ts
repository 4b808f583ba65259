import type {Markup} from "../markup.js";
import type {Env} from "../view.js";

/** A piece of a page that is not a figure: a table, cards, a list, a computed sentence. */
export interface Block {
  readonly id: string;
  build(env: Env): Markup;
}
