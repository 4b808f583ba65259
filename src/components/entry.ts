import type {Dataset} from "../model/dataset.js";
import type {Lang} from "../model/text.js";
import {html, type Markup} from "./markup.js";
import {mark} from "./mark.js";
import {struck} from "./struck.js";
import type {Kind} from "./view.js";

/** One number in a cell, with its kind and where it stands in the tables. */
export interface Entry {
  readonly kind: Kind;
  readonly value: number;
  readonly id: string;
  /** Column of the row's table that the value is read or computed from: what the audit strikes. */
  readonly column: string;
  /** True when the source prints "and more". */
  readonly atLeast?: boolean;
  /** Ends of a prediction's interval. */
  readonly lo?: number;
  readonly hi?: number;
  /** What tells two numbers of the same kind in a cell apart, such as the latency that a limit is put on. */
  readonly by?: string;
}

interface Options {
  readonly show: (value: number) => string;
  readonly data: Dataset;
  readonly lang: Lang;
  /** Width of the bar below the number, in per cent; none when left out. */
  readonly share?: number | null;
}

/** A number in a cell of mixed kinds: its mark, its value, a prediction's interval, and a bar. */
export function entryHtml(entry: Entry, {show, data, lang, share = null}: Options): Markup {
  const {kind, value, id, column, atLeast, lo, hi, by} = entry;
  const interval = lo === undefined || hi === undefined ? null : `[${show(lo)}, ${show(hi)}]`;
  const shown = html`<data value="${String(value)}" data-row="${id}" data-column="${column}"${interval === null ? null : html` title="${interval}, 90 %"`}>${atLeast === true ? "≥ " : null}${show(value)}</data>`;
  return html`<span class="entry ${kind}${by === undefined ? "" : " named"}">${mark(kind, lang)}${by === undefined ? null : html`<span class="by">${by}</span>`} ${struck(data, id, column, shown, lang)}${interval === null ? null : html`<span class="interval">${interval}</span>`}${share === null ? null : html`<span class="bar" style="width:${share}%"></span>`}</span>`;
}
