import type {Slo} from "./assumptions.js";
import type {Lang} from "./text.js";
import type {Precision} from "./physics/precision.js";
import type {PriceRow} from "./tables/prices.js";

/** A text that a person wrote in one language or in both. */
export type OwnText = Readonly<Partial<Record<Lang, string>>>;

/** One question put to the data: what a file of data/studies says. */
export interface Study {
  /** The file's name without its ending; part of addresses. */
  readonly name: string;
  readonly title: OwnText;
  readonly question: OwnText;
  /** Languages that the study's own texts are written in. */
  readonly languages: readonly Lang[];
  /** Folder of a published source under examination, from the repository's root; null for a study of one's own. */
  readonly source: string | null;
  /** What a study of one's own asks; null where a source says it. */
  readonly asks: StudyAsks | null;
}

/** The configurations, the load and the limits of a study, and what its page shows. */
export interface StudyAsks {
  /** Id in data/models. */
  readonly model: string;
  readonly gpus: readonly {readonly gpu: string; readonly gpus: number}[];
  readonly precisions: readonly Precision[];
  readonly load: {
    readonly input_tokens: number;
    readonly output_tokens: number;
    readonly concurrency: readonly number[];
  };
  readonly slo: Slo;
  /** Prices of its own, which stand in place of those of data/prices.yaml for the same GPUs. */
  readonly prices: readonly PriceRow[];
  /** Ids of figures, in order. */
  readonly figures: readonly string[];
}

/** A study's text in the reader's language, or in the one that it was written in, which is then named. */
export function ownText(text: OwnText, lang: Lang): {readonly text: string; readonly lang: Lang} {
  const other = lang === "en" ? "zh" : "en";
  const own = text[lang];
  return own === undefined ? {text: text[other] ?? "", lang: other} : {text: own, lang};
}
