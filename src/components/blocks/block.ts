import {html, type Markup} from "../markup.js";
import type {Env} from "../view.js";

/** A piece of a page that is not a figure: a table, cards, a list, a computed sentence. */
export interface Block {
  readonly id: string;
  /** True when it depends on the reader's assumptions: pages then draw it again, in the place that carries its id. */
  readonly live?: boolean;
  build(env: Env): Markup;
}

/** A block as it stands in a page; a live one in a place of its own, so that it can be drawn again. */
export function placed({id, live}: Block, content: Markup): Markup {
  return live === true ? html`<div data-block="${id}">${content}</div>` : content;
}
